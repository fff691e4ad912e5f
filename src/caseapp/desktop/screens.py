"""The main screens, and how one comes there: for pictures (desktop/shots) and for the walk of the tests.

A page adds a line to SHOTS.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from caseapp.desktop import pages
from caseapp.desktop.kit.overlay import Overlay
from caseapp.desktop.shell.shell import Shell
from caseapp.desktop.startup.program import Program
from caseapp.vault.files import write_atomically

if TYPE_CHECKING:
    from caseapp.casework.office import Office


class Studio:
    """What a shot may use: the program, its shell and office, and a child of whom there is much to see."""

    def __init__(self, program: Program) -> None:
        self.program = program

    @property
    def shell(self) -> Shell:
        assert self.program.session is not None
        assert self.program.session.shell is not None
        return self.program.session.shell

    @property
    def office(self) -> Office:
        assert self.program.session is not None
        return self.program.session.office

    def child_id(self) -> str:
        """The child with the most records."""
        from caseapp.casework import consultations, register

        rows = register.rows(self.office)
        return max(rows, key=lambda row: len(consultations.of_child(self.office, row.child_id))).child_id

    def open(self, page: str, **args: Any) -> None:
        self.shell.open(page, **args)


Take = Callable[[Studio], object]


def _page(name: str, *, with_child: bool = False, **args: Any) -> Take:
    def take(studio: Studio) -> None:
        known = {"child_id": studio.child_id()} if with_child else {}
        studio.open(name, **known, **args)

    return take


def _palette(studio: Studio) -> None:
    if pages.entry("child").there():
        studio.shell.open_child(studio.child_id())
    studio.shell.search()
    palette = studio.shell.window().findChild(Overlay)
    field = getattr(palette, "field", None)
    if field is not None:
        field.setText("学校")
        palette._ask()  # type: ignore[union-attr]  # noqa: SLF001 - the pause of typing is not waited for


def _import(studio: Studio) -> None:
    """A yearly list with a row of each kind, looked at."""
    from caseapp.casework import register
    from caseapp.exchange.writing import write_csv

    known = [register.child(studio.office, row.child_id) for row in register.rows(studio.office)[:6]]
    head = ("受給者番号", "氏名", "生年月日", "住所", "有効期間", "血液型")
    rows = [
        (c.certificates[-1].number if c.certificates else "", c.name, c.birth_date, c.address, "R9.10.1～R10.9.30", "A")
        for c in known
    ]
    rows.append(("", "平井 あかり", date(2015, 4, 9), "", "R8.10.1～R9.9.30", "O"))
    path = studio.program.folder.parent / "R8受給者台帳.csv"
    write_atomically(path, write_csv(head, [*rows, ("", "小川 湊", "平成31年9月9日", "", "", "")]))
    studio.open("import", path=str(path))
    page: Any = studio.shell.page()
    page.go_on()
    path.unlink()  # it was read at once


def _register_marked(studio: Studio) -> None:
    studio.open("register")
    page: Any = studio.shell.page()
    page.table.setFocus()
    for row in page.model.rows()[1:4]:
        page.marks.turn(row.child_id)


def _register_act(name: str) -> Take:
    """The register with one of its dialogs: conditions, saved conditions, columns, writing out."""

    def take(studio: Studio) -> None:
        from caseapp.desktop.kit.shortcuts import Keys

        studio.open("register")
        page: Any = studio.shell.page()
        page.marks.clear()
        page.trigger(Keys[name])

    return take


def _keys(studio: Studio) -> None:
    studio.open("today")
    studio.shell.show_keys()


def _with_plan(studio: Studio) -> tuple[str, str]:
    """A child whose plan is carried out, and the plan."""
    from caseapp.casework import plans

    row = next(row for row in plans.overview(studio.office) if row.status == "active")
    return row.child_id, row.plan_id


def _plan(studio: Studio) -> None:
    child_id, plan_id = _with_plan(studio)
    studio.open("plan", child_id=child_id, plan_id=plan_id)


def _assessment(studio: Studio) -> None:
    studio.open("assessment", child_id=studio.child_id())
    page: Any = studio.shell.page()
    page.form.step_area(1)


def _teenager(studio: Studio) -> str:
    """A young person whose transition checklist was gone through twice."""
    from caseapp.casework import register, transitions

    rows = register.rows(studio.office)
    return max(rows, key=lambda row: len(transitions.of_child(studio.office, row.child_id))).child_id


def _transition(studio: Studio) -> None:
    studio.open("transition", child_id=_teenager(studio))
    page: Any = studio.shell.page()
    for number, answer in enumerate(("yes", "yes", "soon", "help")):
        page.form.rows[number].put(answer, "")
    page.form.focus_row(4)


def _transition_child(studio: Studio) -> None:
    studio.shell.open_child(_teenager(studio))


def _with_uses(studio: Studio) -> str:
    """The child that has used most of a scheme."""
    from caseapp.casework import quota_ledger
    from caseapp.rules.fiscal import fiscal_year

    rows = quota_ledger.of_office(studio.office, fiscal_year(studio.office.today))
    return max(rows, key=lambda row: row.times).child_id


def _program_uses(studio: Studio) -> None:
    studio.open("program_uses", child_id=_with_uses(studio))


def _program_use_booking(studio: Studio) -> None:
    """A booking that goes past the limit."""
    from caseapp.desktop.kit.shortcuts import Keys

    _program_uses(studio)
    page: Any = studio.shell.page()
    page.trigger(Keys.QUOTAS)
    dialog: Any = page.window().findChild(Overlay, "use-dialog")
    dialog.begins.set_value(studio.office.today)
    dialog.ends.set_value(studio.office.today)
    dialog.begins.changed.emit()


def _program_uses_of_child(studio: Studio) -> None:
    """The page of a child that uses a scheme."""
    studio.open("child", child_id=_with_uses(studio))


def _draft_plan(studio: Studio) -> Any:
    """The page of a plan that is being written."""
    from caseapp.casework import plans

    row = next(row for row in plans.overview(studio.office) if row.status == "draft")
    studio.open("plan", child_id=row.child_id, plan_id=row.plan_id)
    page: Any = studio.shell.page()
    return page


def _plan_goal(studio: Studio) -> None:
    _draft_plan(studio).editing.edit_goal(0, "goal")


def _plan_sentences(studio: Studio) -> None:
    """Sentence examples over a goal."""
    page = _draft_plan(studio)
    page.editing.edit_goal(0, "goal")
    page.offering.offer(page.window().findChild(Overlay, "plan-editor"))


def _plan_schemes(studio: Studio) -> None:
    """The schemes of support over a goal."""
    page = _draft_plan(studio)
    page.editing.edit_goal(0, "supports")
    editor = page.window().findChild(Overlay, "plan-editor")
    editor.supports[0].scheme.setFocus()
    page.offering.offer(editor)


def _plan_consent(studio: Studio) -> None:
    _draft_plan(studio).editing.edit_part("consent")


def _signature(studio: Studio) -> None:
    from caseapp.desktop.plan.signature import SignatureDialog

    SignatureDialog(_draft_plan(studio), "本人", "", then=lambda _strokes: None).open()


def _plan_needs(studio: Studio) -> None:
    _draft_plan(studio).offering.pick_needs()


def _plan_compared(studio: Studio) -> None:
    _plan(studio)
    page: Any = studio.shell.page()
    page.offering.compare()


def _review(studio: Studio) -> None:
    child_id, plan_id = _with_plan(studio)
    studio.open("review", child_id=child_id, plan_id=plan_id)


def _twice(studio: Studio) -> tuple[str, str]:
    """A child that was registered twice: the second time by telephone, with the other form of the first character."""
    from caseapp.casework import register
    from caseapp.rules.child import Child
    from caseapp.rules.problem import NotFound

    first = register.child_by_number(studio.office, _ASKED)
    try:
        second = register.child_by_number(studio.office, _AGAIN).id
    except NotFound:
        again = Child(
            number=_AGAIN,
            family_name=first.family_name.translate(str.maketrans("高髙", "髙高")),
            given_name=first.given_name,
            family_name_kana=first.family_name_kana,
            given_name_kana=first.given_name_kana,
            birth_date=first.birth_date,
            sex=first.sex,
            phone=first.phone or next((member.phone for member in first.family if member.phone), ""),
            address=first.address.replace("丁目", "-").replace("番", "-"),
            school=first.school.split(" ")[0],
            worker_id=first.worker_id,
            registered_on=studio.office.today,
            note="学校からの電話で登録。受給者番号は確認中。",
        )
        second = register.save(studio.office, again).record_id
    return first.id, second


def _duplicates(studio: Studio) -> None:
    _twice(studio)
    studio.open("duplicates")


def _merge(studio: Studio) -> None:
    one, other = _twice(studio)
    studio.open("merge", child_id=one, other_id=other)


def _print(studio: Studio) -> None:
    from caseapp.desktop.print import print_dialog

    child_id, plan_id = _with_plan(studio)
    studio.open("plan", child_id=child_id, plan_id=plan_id)
    page = studio.shell.page()
    if page is not None:
        print_dialog(page, child_id, document="support-plan-family", record_id=plan_id)


def _print_for(studio: Studio) -> None:
    from caseapp.desktop.print import print_dialog

    child_id, plan_id = _with_plan(studio)
    studio.open("plan", child_id=child_id, plan_id=plan_id)
    page = studio.shell.page()
    if page is not None:
        print_dialog(page, child_id, document="support-plan-partner", record_id=plan_id)


def _print_several(studio: Studio) -> None:
    from caseapp.casework import register
    from caseapp.desktop.print import print_many

    studio.open("register")
    page = studio.shell.page()
    if page is not None:
        print_many(page, [row.child_id for row in register.rows(studio.office)][:4], document="child-sheet")


def _handover(kind: str) -> Take:
    """A hand-over: one that is being written ("preparing"), or one that waits for the user's word ("given")."""

    def take(studio: Studio) -> None:
        from caseapp.casework import handover_views

        if kind == "preparing":
            _prepared(studio)
        lines = [line for line in handover_views.lines(studio.office) if line.state == kind]
        studio.open("handover", handover_id=lines[0].handover_id if lines else "")

    return take


def _prepared(studio: Studio) -> None:
    """Three children who are to go to a colleague; the sheet of the first has been gone through."""
    from dataclasses import replace

    from caseapp.casework import accounts, handover_views, handovers, register

    office = studio.office
    if any(line.state == "preparing" for line in handover_views.lines(office)):
        return
    meant = [row.child_id for row in register.rows(office) if row.number in _LEAVING]
    to = next(each.id for each in accounts.list_accounts(office) if each.id != office.account.id and each.active)
    batch = handovers.prepare(office, meant, to=to, on=office.today + timedelta(days=11)).record_id
    first = handover_views.lines(office, batch=batch)[0]
    handovers.write(office, replace(handover_views.sheet(office, first.handover_id).value, looked_at=True))


_LEAVING = ("R3-0112", "R2-0041", "R7-0019")
_ASKED, _AGAIN = "R3-0112", "R8-0120"
"""A child of the samples, and the number under which it was registered once more."""

# name, the page it needs ("" none), how to come there
SHOTS: list[tuple[str, str, Take]] = [
    ("today", "today", _page("today")),
    ("calendar", "calendar", _page("calendar")),
    ("calendar-week", "calendar", _page("calendar", span="week")),
    ("register", "register", _page("register")),
    ("register-chosen", "register", _register_marked),
    ("register-conditions", "register", _register_act("CONDITIONS")),
    ("register-saved", "register", _register_act("SAVED_LISTS")),
    ("register-columns", "register", _register_act("COLUMNS")),
    ("register-export", "register", _register_act("EXPORT")),
    ("child", "child", _page("child", with_child=True)),
    ("child-form", "child_form", _page("child_form", with_child=True)),
    ("handover", "handover", _handover("preparing")),
    ("handover-confirm", "handover", _handover("given")),
    ("duplicates", "duplicates", _duplicates),
    ("merge", "merge", _merge),
    ("merge-choosing", "merge", _page("merge", with_child=True)),
    ("record", "record", _page("record", with_child=True)),
    ("consultations", "consultations", _page("consultations")),
    ("plans", "plans", _page("plans")),
    ("plan", "plan", _plan),
    ("plan-goal", "plan", _plan_goal),
    ("plan-sentences", "plan", _plan_sentences),
    ("plan-schemes", "plan", _plan_schemes),
    ("plan-consent", "plan", _plan_consent),
    ("plan-signature", "plan", _signature),
    ("plan-needs", "plan", _plan_needs),
    ("plan-compared", "plan", _plan_compared),
    ("assessment", "assessment", _page("assessment", with_child=True)),
    ("quotas", "quotas", _page("quotas")),
    ("program-uses", "program_uses", _program_uses),
    ("program-use-booking", "program_uses", _program_use_booking),
    ("program-uses-child", "child", _program_uses_of_child),
    ("assessment-area", "assessment", _assessment),
    ("transition", "transition", _transition),
    ("transition-child", "child", _transition_child),
    ("review", "review", _review),
    ("print", "plan", _print),
    ("print-partner", "plan", _print_for),
    ("print-many", "register", _print_several),
    ("liaisons", "liaisons", _page("liaisons")),
    ("liaison", "liaison", _page("liaison", with_child=True)),
    ("organizations", "organizations", _page("organizations")),
    ("import", "import", _import),
    ("letter", "letter", _page("letter", with_child=True)),
    ("settings", "settings", _page("settings")),
    ("settings-offers", "settings", _page("settings", part="offers")),
    ("settings-codes", "settings", _page("settings", part="codes")),
    ("settings-stages", "settings", _page("settings", part="stages")),
    ("settings-transition", "settings", _page("settings", part="transition")),
    ("palette", "today", _palette),
    ("keys", "today", _keys),
]
