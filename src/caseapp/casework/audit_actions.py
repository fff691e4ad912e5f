"""What each action of the audit is called for people: message ids, to be translated by the front end."""

from __future__ import annotations

from caseapp.rules.problem import N_

ACTIONS: dict[str, str] = {
    "account.add": N_("User added"),
    "account.add_name": N_("Name added"),
    "account.disable": N_("User disabled"),
    "assessment.save": N_("Assessment saved"),
    "audit.read": N_("Access log read"),
    "audit.verify": N_("Access log checked"),
    "backup.made": N_("Backup made"),
    "child.close": N_("Support ended"),
    "child.reopen": N_("Support taken up again"),
    "child.save": N_("Register entry saved"),
    "child.seen": N_("Record seen"),
    "consent.save": N_("Consent saved"),
    "consultation.record": N_("Consultation recorded"),
    "consultation.restore": N_("Consultation brought back"),
    "consultation.withdraw": N_("Consultation taken back"),
    "export.everything": N_("Exported"),
    "follow_up.done": N_("Next action done"),
    "follow_up.drop": N_("Next action dropped"),
    "follow_up.postpone": N_("Next action put off"),
    "follow_up.reopen": N_("Next action taken up again"),
    "follow_up.save": N_("Next action planned"),
    "import.children": N_("Children imported"),
    "import.consultations": N_("Consultations imported"),
    "import.json": N_("Export imported"),
    "import.organizations": N_("Organizations imported"),
    "letter.issue": N_("Information letter issued"),
    "letter.save": N_("Information letter saved"),
    "liaison.answered": N_("Answer recorded"),
    "liaison.record": N_("Liaison recorded"),
    "liaison.restore": N_("Liaison brought back"),
    "liaison.withdraw": N_("Liaison taken back"),
    "organization.save": N_("Organization saved"),
    "passphrase.changed": N_("Passphrase changed"),
    "passphrase.recovered": N_("Passphrase set by the recovery key"),
    "print": N_("Printed"),
    "recovery_key.renewed": N_("Recovery key renewed"),
    "refused": N_("Refused: not allowed for this role"),
    "review.record": N_("Review recorded"),
    "sample.filled": N_("Samples taken in"),
    "sample.multiplied": N_("Office made up for measuring"),
    "seen": N_("Seen"),
    "settings.save": N_("Settings saved"),
    "support_plan.active": N_("Plan begun"),
    "support_plan.approved": N_("Plan approved"),
    "support_plan.closed": N_("Plan ended"),
    "support_plan.delivered": N_("Plan delivered"),
    "support_plan.new_version": N_("New version of a plan begun"),
    "support_plan.save": N_("Plan saved"),
    "support_plan.send_back": N_("Plan sent back"),
    "support_plan.superseded": N_("Plan replaced by its next version"),
    "vault.created": N_("Store made"),
    "vault.locked": N_("Locked"),
    "vault.unlocked": N_("Unlocked"),
}


def label(action: str) -> str:
    """The message id of an action; the action itself when it is not known (an entry of a newer version)."""
    return ACTIONS.get(action, action)
