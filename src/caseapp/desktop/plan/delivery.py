"""交付: explained, agreed and handed over, in one form; and a reason in one line (send back, end)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtWidgets import QWidget

from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.fields import DateField, TextField, Today
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.text import Para
from caseapp.desktop.plan.editor import Editor, now
from caseapp.desktop.plan.signature import SignatureField
from caseapp.rules.plan import PlanConsent, SupportPlan
from caseapp.rules.problem import N_, Problem
from caseapp.words.language import _


class ConsentFields:
    """The rows of explanation and consent in a form. Object names `consent-explained-on`, `consent-explained-by`,
    `consent-child-on`, `consent-child-sign`, `consent-guardian-on`, `consent-guardian-name`, `consent-guardian-sign`,
    `consent-how`."""

    def __init__(self, form: Form, consent: PlanConsent, *, today: Today, guardian: str, worker: str) -> None:
        self.explained, self.by = DateField(today), TextField(consent.explained_by or worker, chars=9)
        form.group(
            _("Explained"), [self.explained, self.by], name="consent.explained_on", names=[_("Day"), _("By whom")]
        )
        self.child = DateField(today)
        self.child_sign = SignatureField(_("The person themselves"), consent.child_signature)
        form.group(
            _("The child agreed"),
            [self.child, self.child_sign],
            name="consent.child_agreed_on",
            names=[_("Day"), _("Signature")],
        )
        self.guardian_sign = SignatureField(_("The guardian"), consent.guardian_signature)
        self.guardian, self.name = DateField(today), TextField(consent.guardian_name or guardian, chars=11)
        form.group(
            _("The guardian agreed"),
            [self.guardian, self.name, self.guardian_sign],
            name="consent.guardian_agreed_on",
            names=[_("Day"), _("Name"), _("Signature")],
        )
        self.how = form.row(_("In what way"), TextField(consent.how, placeholder=_("e.g. signature on the plan")))
        self._today = today
        self._brought: set[DateField] = set()
        self.child_sign.changed.connect(lambda: self._signed(self.child_sign, self.child))
        self.guardian_sign.changed.connect(lambda: self._signed(self.guardian_sign, self.guardian))
        self.explained.set_value(consent.explained_on)
        self.child.set_value(consent.child_agreed_on)
        self.guardian.set_value(consent.guardian_agreed_on)
        for field, name in (
            (self.explained, "explained-on"),
            (self.by, "explained-by"),
            (self.child, "child-on"),
            (self.child_sign, "child-sign"),
            (self.guardian_sign, "guardian-sign"),
            (self.guardian, "guardian-on"),
            (self.name, "guardian-name"),
            (self.how, "how"),
        ):
            field.setObjectName(f"consent-{name}")

    def all(self) -> tuple[DateField | TextField | SignatureField, ...]:
        signs = (self.child_sign, self.guardian_sign)
        return (self.explained, self.by, self.child, self.guardian, self.name, self.how, *signs)

    def _signed(self, sign: SignatureField, day: DateField) -> None:
        """Who signs on the screen agrees today, and in that way, unless something else stands there already; a
        signature that is taken away takes along what it brought."""
        if not sign.value():
            if day in self._brought:
                day.set_value(None)
            none = not (self.child_sign.value() or self.guardian_sign.value())
            if none and self.how.value() == _("signed on the screen"):
                self.how.set_value("")
            return
        if day.value() is None:
            day.set_value(self._today())
            self._brought.add(day)
        if not self.how.value().strip():
            self.how.set_value(_("signed on the screen"))

    def value(self, before: PlanConsent) -> PlanConsent:
        explained, guardian = now(self.explained, before.explained_on), now(self.guardian, before.guardian_agreed_on)
        return PlanConsent(
            explained_on=explained,
            explained_by=self.by.value() if explained else "",
            child_agreed_on=now(self.child, before.child_agreed_on),
            guardian_agreed_on=guardian,
            guardian_name=self.name.value() if guardian else "",
            how=self.how.value(),
            child_signature=self.child_sign.value(),
            guardian_signature=self.guardian_sign.value(),
        )


class ConsentEditor(Editor):
    """While the plan is a draft: what has been explained and agreed already."""

    def __init__(
        self, host: QWidget, plan: SupportPlan, *, today: Today, guardian: str, worker: str, frozen: bool = False
    ) -> None:
        super().__init__(host, _("Explanation and consent"), width=780, frozen=frozen)
        self.fields = ConsentFields(self.form, plan.consent, today=today, guardian=guardian, worker=worker)
        self.places |= {
            "consent.explained_on": self.fields.explained,
            "consent.child_agreed_on": self.fields.child,
            "consent.guardian_agreed_on": self.fields.guardian,
        }
        self.watch(*self.fields.all())

    def apply(self, plan: SupportPlan) -> SupportPlan:
        return replace(plan, consent=self.fields.value(plan.consent))


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """What was filled in to hand the plan over."""

    on: date
    to: str
    how: str
    consent: PlanConsent
    next_review_on: date | None


class DeliveryDialog(Dialog):
    """Object names: those of `ConsentFields`, `delivery-to`, `delivery-how`, `delivery-on`, `delivery-next-review`,
    `delivery-go`."""

    def __init__(
        self,
        host: QWidget,
        plan: SupportPlan,
        *,
        today: Today,
        guardian: str,
        worker: str,
        then: Callable[[Delivery], object],
    ) -> None:
        super().__init__(host, _("Hand the plan over"), width=780)
        self._then, self._consent_before = then, plan.consent
        self.form = Form(label_width=112, parent=self.panel)
        self.consent = ConsentFields(self.form, plan.consent, today=today, guardian=guardian, worker=worker)
        self.on = self.form.row(_("Handed over on"), DateField(today), name="delivered_on")
        self.to = self.form.row(_("Handed to"), TextField(), name="delivered_to")
        self.how = self.form.row(_("How"), TextField(placeholder=_("e.g. by hand, at home")), name="delivered_how")
        self.review = self.form.row(_("Next review"), DateField(today), name="next_review_on")
        self.on.set_value(today())
        self.to.set_value(guardian)
        self.review.set_value(plan.next_review_on)
        for field, name in (
            (self.on, "delivery-on"),
            (self.to, "delivery-to"),
            (self.how, "delivery-how"),
            (self.review, "delivery-next-review"),
        ):
            field.setObjectName(name)
        self.add(self.form)
        go = Button(_("Record the delivery"), self._go, kind="primary", key="Ctrl+Enter")
        go.setObjectName("delivery-go")
        self.set_buttons(go, leave=_("Leave it"))

    def _go(self) -> None:
        if self.form.own_problems():
            return
        on = self.on.value()
        if on is None:
            self.form.show_problems([Problem("delivered_on", N_("Enter the day."))])
            return
        consent = self.consent.value(self._consent_before)
        to, how, review = self.to.value(), self.how.value(), self.review.value()
        self._then(Delivery(on=on, to=to, how=how, consent=consent, next_review_on=review))

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """The refusal, beside its fields."""
        self.form.show_problems(problems)
        self.refit()


class ReasonDialog(Dialog):
    """One reason, then the act. Object names `reason-text`, `reason-go`."""

    def __init__(self, host: QWidget, title: str, *, words: str, act: str, then: Callable[[str], object]) -> None:
        super().__init__(host, title)
        self._then = then
        if words:
            self.add(Para(words, parent=self.panel))
        self.form = Form(above=True, parent=self.panel)
        self.reason = self.form.row(_("Reason"), TextField(), name="reason")
        self.reason.setObjectName("reason-text")
        self.add(self.form)
        go = Button(act, self._go, kind="primary", key="Enter")
        go.setObjectName("reason-go")
        self.set_buttons(go, leave=_("Leave it"))

    def _go(self) -> None:
        if not self.reason.value().strip():
            self.form.show_problems([Problem("reason", N_("Say why in a few words."))])
            return
        self.close()
        self._then(self.reason.value())
