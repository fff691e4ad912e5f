"""What 1, 3 and 5 mean in each area of life, and what to ask the child there (list plan_area).

So that two workers rate alike, and one worker today as a year ago: 2 and 4 lie between. The questions are worded so
that a child of about seven understands them when they are read aloud; from OLDER_FROM on they are asked as one asks
somebody of that age.
"""

from __future__ import annotations

from dataclasses import dataclass

from caseapp.rules.problem import N_

OLDER_FROM = 10
_FIRST = (
    N_("What is the hardest thing for you now? What would you like to try?"),
    N_("What troubles you most at present? Is there anything you would like to try?"),
)


@dataclass(frozen=True)
class Anchors:
    """Message ids: the question to a child, the same to an older one, and what a rating of 1, 3 and 5 means."""

    question: str
    older: str
    one: str
    three: str
    five: str


ANCHORS: dict[str, Anchors] = {
    "illness": Anchors(
        N_("How does your body feel? Is there anything about medicine or the hospital that you do not like?"),
        N_("How are you feeling? Does anything about medicine or the hospital trouble you?"),
        N_("often unwell, treatment not kept up"),
        N_("stable with care, some trouble remains"),
        N_("stable, treatment is part of the day"),
    ),
    "medical_care": Anchors(
        N_("Does the care at home or at school hurt or get in your way?"),
        N_("Is there anything in the care at home or at school that hurts or gets in your way?"),
        N_("one person carries it alone, no one to take turns"),
        N_("possible at home, hard elsewhere"),
        N_("several people can do it, at home and outside"),
    ),
    "daily_life": Anchors(
        N_("Do you sleep, eat and bathe well? Is anything hard?"),
        N_("Do you sleep and eat well? Is anything in daily life hard for you?"),
        N_("sleep, meals or bathing do not work"),
        N_("works with much help"),
        N_("works, and the child does what it can"),
    ),
    "school": Anchors(
        N_("Is nursery or school fun? Is there anything you do not like there?"),
        N_("How are your days at school or at work? Is anything troubling you there?"),
        N_("cannot go, or is left out"),
        N_("goes, but misses lessons or events"),
        N_("learns and takes part with what it needs"),
    ),
    "benefits": Anchors(
        N_("Is there anything you or your family would like someone to help with?"),
        N_("Is there anything, such as forms or money, with which you would like help?"),
        N_("knows no scheme, or none is used"),
        N_("some are used, others not applied for"),
        N_("what is needed is used and renewed in time"),
    ),
    "work": Anchors(
        N_("What would you like to be, or try, when you are bigger?"),
        N_("What would you like to do later on? Is there any work that you would like to try?"),
        N_("no picture of what comes next"),
        N_("has a wish, the way is not clear"),
        N_("is preparing for what it has chosen"),
    ),
    "family": Anchors(
        N_("Is your family well? Are you worried about anyone?"),
        N_("How is everyone at home? Is there anyone you are concerned about?"),
        N_("the carer is worn out, brothers and sisters go short"),
        N_("manages, but has no rest"),
        N_("shares the work, everyone has time of their own"),
    ),
    "society": Anchors(
        N_("Is there a place to play, or a friend? Is there something you would like to do?"),
        N_("Is there a place for what you like, or somebody to talk to? What would you like to try?"),
        N_("no place but home and hospital"),
        N_("sometimes goes out, has few friends"),
        N_("has places and friends, does what it likes"),
    ),
    "mind": Anchors(
        N_("Is there something you would like to know about your illness? Do you feel sad or cross at times?"),
        N_("Would you like to know anything about your illness? Do you feel low or irritable at times?"),
        N_("deeply distressed, or knows nothing of the illness"),
        N_("partly understands, wavers at times"),
        N_("understands for its age, and can speak about it"),
    ),
    "transition": Anchors(
        N_("Can you tell the doctor yourself how you are? What would you like to do by yourself?"),
        N_("At the hospital, do you say yourself how you are? What would you like to be able to do by yourself?"),
        N_("everything is done by the parents"),
        N_("does a part itself, with help"),
        N_("does what its age allows, and asks for help"),
    ),
    "disaster": Anchors(
        N_("Do you know what to take and where to go in an earthquake or a flood?"),
        N_("Is it settled what you take and where you go in an earthquake or heavy rain?"),
        N_("no stock, no place to go, no power"),
        N_("a stock is there, place or power not settled"),
        N_("plan, stock and place are settled and tried out"),
    ),
}


def first_question(age: int) -> str:
    """What is asked of the child before all areas, as a message id."""
    return _FIRST[age >= OLDER_FROM]


def question(area: str, age: int) -> str:
    """What is asked of a child of this age in the area, as a message id; "" for an unknown area."""
    anchors = ANCHORS.get(area)
    if anchors is None:
        return ""
    return anchors.older if age >= OLDER_FROM else anchors.question


def meaning(area: str, rating: int) -> tuple[str, ...]:
    """What a rating means: the id of its anchor, or of the two that 2 and 4 lie between; () for an unknown area."""
    anchors = ANCHORS.get(area)
    if anchors is None:
        return ()
    told = {1: (anchors.one,), 3: (anchors.three,), 5: (anchors.five,)}
    return told.get(rating, (anchors.one, anchors.three) if rating < 3 else (anchors.three, anchors.five))
