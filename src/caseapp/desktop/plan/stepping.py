"""The steps of a plan as the page offers them: the next one on the main button, the others beside it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from caseapp.desktop.kit.page import NARROW
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.tips import set_tip
from caseapp.desktop.plan import words as plan_words
from caseapp.desktop.plan.delivery import Delivery, DeliveryDialog, ReasonDialog
from caseapp.rules import plan_state
from caseapp.rules.account import MANAGER
from caseapp.rules.changes import Changes
from caseapp.rules.plan import SupportPlan
from caseapp.rules.problem import N_, Refused
from caseapp.words import language
from caseapp.words.language import _, ngettext

if TYPE_CHECKING:
    from caseapp.desktop.plan.page import PlanPage

_NEXT = {
    plan_state.DRAFT: N_("Approve it"),
    plan_state.APPROVED: N_("Hand it over"),
    plan_state.DELIVERED: N_("Begin to carry it out"),
    plan_state.ACTIVE: N_("Review it"),
}

_LEADS_TO = {
    "approve": plan_state.APPROVED,
    "send_back": plan_state.DRAFT,
    "activate": plan_state.ACTIVE,
    "close": plan_state.CLOSED,
}


class Stepping:
    """What `PlanPage` hands its steps to."""

    def __init__(self, page: PlanPage) -> None:
        self._page = page

    # ---- what is offered

    def show(self) -> None:
        """The buttons for the state the plan is in and the role of the user."""
        page, plan = self._page, self._page.plan
        assert plan is not None
        to = plan_state.next_state(plan.status)
        page.next.setVisible(plan.status in _NEXT)
        page.next.setText(_(_NEXT.get(plan.status, "")) if plan.status in _NEXT else "")
        allowed = plan.status == plan_state.ACTIVE or self._may(plan, to)
        page.next.setEnabled(allowed)
        set_tip(page.next, "" if allowed else self._why_not(plan))
        self._say_why(plan, allowed=allowed)
        key = page.action(Keys.APPROVE)
        key.setText(page.next.text() or Keys.APPROVE.words)
        key.setEnabled(plan.status in _NEXT)
        acts = page.side.acts
        loaded = page.loaded
        done = plan.status in (plan_state.ACTIVE, plan_state.DELIVERED, plan_state.CLOSED)
        acts["plan-compare"].setVisible(page.action(Keys.COMPARE).isEnabled())
        renewable = bool(done and loaded and not loaded.has_draft)
        acts["plan-new-version"].setVisible(renewable)
        page.action(Keys.NEW).setEnabled(renewable)
        back = plan.status == plan_state.APPROVED and self._may(plan, plan_state.DRAFT)
        acts["plan-send-back"].setVisible(back)
        ends = plan.status in (plan_state.ACTIVE, plan_state.DELIVERED) and self._may(plan, plan_state.CLOSED)
        acts["plan-close-plan"].setVisible(ends)

    def _say_why(self, plan: SupportPlan, *, allowed: bool) -> None:
        """Who takes the step, where the user may not, and how much is missing before it."""
        page = self._page
        beside = page.frozen or page.width_class == NARROW  # folded: the column beside it says what is missing
        lacking = [] if beside else [each for each in page.missing if each.before == "approval"]
        reasons = [] if allowed or plan.status not in _NEXT else [self._why_not(plan)]
        if lacking:
            text = ngettext(
                "Before approval {count} thing is missing: {what}.",
                "Before approval {count} things are missing: first {what}.",
                len(lacking),
            )
            first = _(lacking[0].name).format(**lacking[0].values)
            reasons.append(text.format(count=len(lacking), what=first))
        words = " ".join(reasons)
        page.why.say(words, leads=bool(lacking))
        page.next.setAccessibleDescription(words)

    def _may(self, plan: SupportPlan, to: str) -> bool:
        office = self._page.desk.office
        own = plan if plan.author_id else None
        return plan_state.may_step(own or plan, to, account=office.account, self_approval=office.settings.self_approval)

    def _why_not(self, plan: SupportPlan) -> str:
        if plan.status != plan_state.DRAFT:
            return _("Your role does not allow this step.")
        account = self._page.desk.office.account
        if account.role == MANAGER and account.id == plan.author_id:
            return _("Another person than the author must approve the plan.")
        return _("A manager approves the plan.")

    def may_take(self) -> bool:
        """Whether the main button leads on for this user."""
        return not self._page.next.isHidden() and self._page.next.isEnabled()

    def way_on(self) -> str:
        """Why the plan that is shown can only be read, and what to do to change it."""
        plan, loaded = self._page.plan, self._page.loaded
        if plan is None or plan.status == plan_state.SUPERSEDED:
            return _("A newer version has taken the place of this plan. It stays as it is.")
        if plan.status == plan_state.APPROVED and self._may(plan, plan_state.DRAFT):
            return _("An approved plan is not changed any more. To change it, choose “Back to the draft” at the right.")
        if plan.status == plan_state.APPROVED:
            return _("An approved plan is not changed any more. To change it, ask a manager for “Back to the draft”.")
        if loaded is not None and loaded.has_draft:
            return _("A plan that was handed over stays as it is. Changes go into the version that is being written.")
        new = _("A plan that was handed over stays as it is. To change something, make a new version ({key}).")
        return new.format(key=Keys.NEW.text)

    # ---- taking steps

    def take(self) -> None:
        """The main button."""
        plan = self._page.plan
        if plan is None or not self._page.next.isEnabled():
            if plan is not None and plan.status in _NEXT:
                self._page.banner.say(self._why_not(plan))
            return
        if plan.status == plan_state.DRAFT:
            self._approve()
        elif plan.status == plan_state.APPROVED:
            self._deliver(plan)
        elif plan.status == plan_state.DELIVERED:
            self._do("activate", plan.id)
        elif plan.status == plan_state.ACTIVE:
            self._page.desk.go.open("review", child_id=plan.child_id, plan_id=plan.id)

    def _approve(self) -> None:
        page = self._page
        lacking = [each for each in page.missing if each.before == "approval"]
        if lacking:
            first = _(lacking[0].name).format(**lacking[0].values)
            text = _("Before it can be approved, something is missing: {what}. F3 leads there.").format(what=first)
            page.banner.say(text, action=_("Go there"), do=lambda: page.editing.go_to_field(lacking[0].field))
            return
        if page.edited or (page.loaded is not None and page.loaded.new):
            page.save(self._approve_saved)
        else:
            self._approve_saved()

    def _approve_saved(self) -> None:
        if self._page.plan is not None:
            self._do("approve", self._page.plan.id)

    def _deliver(self, plan: SupportPlan) -> None:
        page = self._page
        guardian = page.loaded.guardian if page.loaded else ""
        worker = page.desk.office.account.name

        def handed(made: Delivery) -> None:
            def failed(error: BaseException) -> None:
                if isinstance(error, Refused):
                    dialog.show_problems(error.problems)
                else:
                    page.desk.dialogs.report(error)

            def done(_changes: Changes) -> None:
                dialog.close()
                self._say_state(plan_state.DELIVERED)

            job = partial(
                _call,
                "deliver",
                page.desk.office,
                plan.id,
                on=made.on,
                to=made.to,
                how=made.how,
                consent=made.consent,
                next_review_on=made.next_review_on,
            )
            page.desk.act(job, done, failed=failed, owner=dialog)

        dialog = DeliveryDialog(page, plan, today=page.desk.today, guardian=guardian, worker=worker, then=handed)
        dialog.open(dialog.consent.explained)

    def send_back(self) -> None:
        """Back to the draft, with a reason that the author finds among the next actions."""
        plan = self._page.plan
        if plan is not None:
            ReasonDialog(
                self._page,
                _("Back to the draft"),
                words=_("What is to be changed? The author finds it among the next actions."),
                act=_("Send it back"),
                then=lambda reason: self._do("send_back", plan.id, reason=reason),
            ).open()

    def close_plan(self) -> None:
        """The plan ends, with the reason."""
        plan = self._page.plan
        if plan is not None:
            ReasonDialog(
                self._page,
                _("End the plan"),
                words=_("An ended plan stays readable."),
                act=_("End the plan"),
                then=lambda reason: self._do("close", plan.id, reason=reason),
            ).open()

    def new_version(self) -> None:
        """A draft of the next version from this one, opened at once."""
        page, plan = self._page, self._page.plan
        if plan is None:
            return
        job = partial(_call, "new_version", page.desk.office, plan.id)

        def opened(changes: Changes) -> None:
            page.desk.go.open("plan", child_id=plan.child_id, plan_id=changes.record_id)

        page.desk.act(job, opened, failed=self._failed, owner=page)

    def _do(self, step: str, plan_id: str, **named: Any) -> None:
        page = self._page
        job = partial(_call, step, page.desk.office, plan_id, **named)
        page.desk.act(job, lambda _changes: self._say_state(_LEADS_TO[step]), failed=self._failed, owner=page)

    def _say_state(self, state: str) -> None:
        """The page itself still shows the state before: it is loaded again after this."""
        self._page.desk.saved(_("The plan is now: {state}").format(state=plan_words.status(state)))

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, Refused):
            self._page.banner.say("\n".join(language.say(problem) for problem in error.problems))
        else:
            self._page.desk.dialogs.report(error)


def _call(step: str, office: Any, plan_id: str, **named: Any) -> Changes:
    from caseapp.casework import plans

    act: Callable[..., Changes] = getattr(plans, step)
    return act(office, plan_id, **named)
