"""Version 1: everything there is at first, as the models of that day made it. Never changed once it was released."""

from __future__ import annotations

from alembic import op

STATEMENTS = """
CREATE TABLE search_entry (entry INTEGER NOT NULL, kind VARCHAR(40) NOT NULL, record_id VARCHAR(36) NOT NULL,
    child_id VARCHAR(36) NOT NULL, CONSTRAINT pk_search_entry PRIMARY KEY (entry), CONSTRAINT
    uq_search_entry_record_id_kind UNIQUE (record_id, kind))

CREATE INDEX ix_search_entry_child_id ON search_entry (child_id)

CREATE VIRTUAL TABLE search_text USING fts5(body, scope, content='', contentless_delete=1, tokenize='ascii',
    detail=full)

CREATE TABLE search_name ("key" VARCHAR(60) NOT NULL, what VARCHAR(10) NOT NULL, place INTEGER NOT NULL, entry
    INTEGER NOT NULL, length INTEGER NOT NULL, CONSTRAINT pk_search_name PRIMARY KEY ("key", what, place, entry))
    WITHOUT ROWID

CREATE INDEX ix_search_name_entry ON search_name (entry)

CREATE TABLE account (name VARCHAR NOT NULL, role VARCHAR(40) NOT NULL, title TEXT NOT NULL, active BOOLEAN NOT
    NULL, id VARCHAR(36) NOT NULL, revision INTEGER NOT NULL, CONSTRAINT pk_account PRIMARY KEY (id), CONSTRAINT
    ck_account_role CHECK (role IN ('manager', 'worker', 'viewer')), CONSTRAINT uq_account_name UNIQUE (name))

CREATE TABLE organization (number VARCHAR(60) NOT NULL, name TEXT NOT NULL, kind VARCHAR(40) NOT NULL, department
    TEXT NOT NULL, contact TEXT NOT NULL, phone TEXT NOT NULL, fax TEXT NOT NULL, email TEXT NOT NULL, postal_code
    TEXT NOT NULL, address TEXT NOT NULL, note TEXT NOT NULL, id VARCHAR(36) NOT NULL, revision INTEGER NOT NULL,
    CONSTRAINT pk_organization PRIMARY KEY (id), CONSTRAINT uq_organization_number UNIQUE (number))

CREATE TABLE setting ("key" VARCHAR(60) NOT NULL, value TEXT NOT NULL, CONSTRAINT pk_setting PRIMARY KEY ("key"))

CREATE TABLE child (number VARCHAR(60) NOT NULL, family_name TEXT NOT NULL, given_name TEXT NOT NULL,
    family_name_kana TEXT NOT NULL, given_name_kana TEXT NOT NULL, former_name TEXT NOT NULL, alias TEXT NOT NULL,
    romaji TEXT NOT NULL, print_name TEXT NOT NULL, kana_confirmed_on DATE, birth_date DATE NOT NULL, sex
    VARCHAR(40) NOT NULL, postal_code TEXT NOT NULL, address TEXT NOT NULL, phone TEXT NOT NULL, school TEXT NOT
    NULL, school_type VARCHAR(40) NOT NULL, school_class TEXT NOT NULL, grade_override VARCHAR(40) NOT NULL,
    hospital TEXT NOT NULL, doctor TEXT NOT NULL, told TEXT NOT NULL, handbooks TEXT NOT NULL, allowances TEXT NOT
    NULL, note TEXT NOT NULL, worker_id VARCHAR(36), worker_since DATE, registered_on DATE, status VARCHAR(40) NOT
    NULL, closed_on DATE, closed_reason TEXT NOT NULL, sort_key TEXT NOT NULL, search_keys TEXT NOT NULL, id
    VARCHAR(36) NOT NULL, revision INTEGER NOT NULL, CONSTRAINT pk_child PRIMARY KEY (id), CONSTRAINT
    ck_child_status CHECK (status IN ('active', 'closed')), CONSTRAINT uq_child_number UNIQUE (number), CONSTRAINT
    fk_child_worker_id FOREIGN KEY(worker_id) REFERENCES account (id))

CREATE INDEX ix_child_status_sort_key ON child (status, sort_key)

CREATE INDEX ix_child_birth_date ON child (birth_date)

CREATE INDEX ix_child_worker_id ON child (worker_id)

CREATE TABLE contact_person (organization_id VARCHAR(36) NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL, phone
    TEXT NOT NULL, email TEXT NOT NULL, note TEXT NOT NULL, id VARCHAR(36) NOT NULL, position INTEGER NOT NULL,
    CONSTRAINT pk_contact_person PRIMARY KEY (id), CONSTRAINT fk_contact_person_organization_id FOREIGN
    KEY(organization_id) REFERENCES organization (id))

CREATE INDEX ix_contact_person_organization_id ON contact_person (organization_id)

CREATE TABLE audit (seq INTEGER NOT NULL, at VARCHAR(27) NOT NULL, account_id VARCHAR(36), who TEXT NOT NULL, action
    VARCHAR(60) NOT NULL, kind VARCHAR(40) NOT NULL, record_id VARCHAR(36) NOT NULL, child_id VARCHAR(36) NOT NULL,
    detail TEXT NOT NULL, hash VARCHAR(64) NOT NULL, CONSTRAINT pk_audit PRIMARY KEY (seq), CONSTRAINT
    fk_audit_account_id FOREIGN KEY(account_id) REFERENCES account (id))

CREATE INDEX ix_audit_child_id_seq ON audit (child_id, seq)

CREATE INDEX ix_audit_action_seq ON audit (action, seq)

CREATE TRIGGER audit_refuses_update BEFORE update ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only');
    END

CREATE TRIGGER audit_refuses_delete BEFORE delete ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only');
    END

CREATE TABLE draft (account_id VARCHAR(36) NOT NULL, form VARCHAR(60) NOT NULL, child_id VARCHAR(36) NOT NULL,
    record_id VARCHAR(36) NOT NULL, content TEXT NOT NULL, saved_at VARCHAR(27) NOT NULL, CONSTRAINT pk_draft
    PRIMARY KEY (account_id, form, child_id, record_id), CONSTRAINT fk_draft_account_id FOREIGN KEY(account_id)
    REFERENCES account (id))

CREATE INDEX ix_draft_child_id ON draft (child_id)

CREATE TABLE history (seq INTEGER NOT NULL, at VARCHAR(27) NOT NULL, account_id VARCHAR(36) NOT NULL, kind
    VARCHAR(40) NOT NULL, record_id VARCHAR(36) NOT NULL, child_id VARCHAR(36) NOT NULL, field VARCHAR(80) NOT NULL,
    part_id VARCHAR(36) NOT NULL, "before" TEXT NOT NULL, "after" TEXT NOT NULL, CONSTRAINT pk_history PRIMARY KEY
    (seq), CONSTRAINT fk_history_account_id FOREIGN KEY(account_id) REFERENCES account (id))

CREATE INDEX ix_history_record_id_seq ON history (record_id, seq)

CREATE INDEX ix_history_child_id_seq ON history (child_id, seq)

CREATE TABLE preference (account_id VARCHAR(36) NOT NULL, "key" VARCHAR(60) NOT NULL, value TEXT NOT NULL,
    CONSTRAINT pk_preference PRIMARY KEY (account_id, "key"), CONSTRAINT fk_preference_account_id FOREIGN
    KEY(account_id) REFERENCES account (id))

CREATE TABLE assessment (child_id VARCHAR(36) NOT NULL, "on" DATE NOT NULL, child_voice TEXT NOT NULL, voice_how
    TEXT NOT NULL, voice_missing_reason TEXT NOT NULL, summary TEXT NOT NULL, worker_id VARCHAR(36), recorded_at
    VARCHAR(27), withdrawn BOOLEAN NOT NULL, withdrawn_reason TEXT NOT NULL, id VARCHAR(36) NOT NULL, revision
    INTEGER NOT NULL, CONSTRAINT pk_assessment PRIMARY KEY (id), CONSTRAINT fk_assessment_child_id FOREIGN
    KEY(child_id) REFERENCES child (id), CONSTRAINT fk_assessment_worker_id FOREIGN KEY(worker_id) REFERENCES
    account (id))

CREATE INDEX ix_assessment_child_id_withdrawn_on ON assessment (child_id, withdrawn, "on")

CREATE TABLE family_member (child_id VARCHAR(36) NOT NULL, relationship VARCHAR(40) NOT NULL, name TEXT NOT NULL,
    kana TEXT NOT NULL, birth_year INTEGER, lives_with BOOLEAN NOT NULL, guardian BOOLEAN NOT NULL, main_carer
    BOOLEAN NOT NULL, occupation TEXT NOT NULL, phone TEXT NOT NULL, call_order INTEGER NOT NULL, call_when TEXT NOT
    NULL, never_contact BOOLEAN NOT NULL, note TEXT NOT NULL, sibling_child_number TEXT NOT NULL, id VARCHAR(36) NOT
    NULL, position INTEGER NOT NULL, CONSTRAINT pk_family_member PRIMARY KEY (id), CONSTRAINT
    fk_family_member_child_id FOREIGN KEY(child_id) REFERENCES child (id))

CREATE INDEX ix_family_member_child_id ON family_member (child_id)

CREATE TABLE certificate_period (child_id VARCHAR(36) NOT NULL, number TEXT NOT NULL, valid_from DATE, valid_to
    DATE, disease_group VARCHAR(40) NOT NULL, disease TEXT NOT NULL, severe BOOLEAN NOT NULL, ventilator BOOLEAN NOT
    NULL, id VARCHAR(36) NOT NULL, position INTEGER NOT NULL, CONSTRAINT pk_certificate_period PRIMARY KEY (id),
    CONSTRAINT fk_certificate_period_child_id FOREIGN KEY(child_id) REFERENCES child (id))

CREATE INDEX ix_certificate_period_valid_to ON certificate_period (valid_to)

CREATE INDEX ix_certificate_period_child_id ON certificate_period (child_id)

CREATE TABLE child_disease (child_id VARCHAR(36) NOT NULL, disease_group VARCHAR(40) NOT NULL, name TEXT NOT NULL,
    list_version VARCHAR(40) NOT NULL, list_code VARCHAR(40) NOT NULL, notice_number VARCHAR(40) NOT NULL, detail
    TEXT NOT NULL, since VARCHAR(10) NOT NULL, main BOOLEAN NOT NULL, id VARCHAR(36) NOT NULL, position INTEGER NOT
    NULL, CONSTRAINT pk_child_disease PRIMARY KEY (id), CONSTRAINT fk_child_disease_child_id FOREIGN KEY(child_id)
    REFERENCES child (id))

CREATE INDEX ix_child_disease_child_id ON child_disease (child_id)

CREATE TABLE medical_care (child_id VARCHAR(36) NOT NULL, item VARCHAR(40) NOT NULL, detail TEXT NOT NULL,
    carried_out_by TEXT NOT NULL, since VARCHAR(10) NOT NULL, id VARCHAR(36) NOT NULL, position INTEGER NOT NULL,
    CONSTRAINT pk_medical_care PRIMARY KEY (id), CONSTRAINT fk_medical_care_child_id FOREIGN KEY(child_id)
    REFERENCES child (id))

CREATE INDEX ix_medical_care_child_id ON medical_care (child_id)

CREATE TABLE caution (child_id VARCHAR(36) NOT NULL, kind VARCHAR(40) NOT NULL, rule TEXT NOT NULL, reason TEXT NOT
    NULL, until DATE, id VARCHAR(36) NOT NULL, position INTEGER NOT NULL, CONSTRAINT pk_caution PRIMARY KEY (id),
    CONSTRAINT fk_caution_child_id FOREIGN KEY(child_id) REFERENCES child (id))

CREATE INDEX ix_caution_child_id ON caution (child_id)

CREATE TABLE milestone (child_id VARCHAR(36) NOT NULL, "on" DATE NOT NULL, name TEXT NOT NULL, id VARCHAR(36) NOT
    NULL, position INTEGER NOT NULL, CONSTRAINT pk_milestone PRIMARY KEY (id), CONSTRAINT fk_milestone_child_id
    FOREIGN KEY(child_id) REFERENCES child (id))

CREATE INDEX ix_milestone_child_id ON milestone (child_id)

CREATE TABLE consultation (child_id VARCHAR(36) NOT NULL, number VARCHAR(40) NOT NULL, "on" DATE NOT NULL, start
    TIME, minutes INTEGER, method VARCHAR(40) NOT NULL, place VARCHAR(40) NOT NULL, consulter VARCHAR(40) NOT NULL,
    consulter_name TEXT NOT NULL, met_child BOOLEAN NOT NULL, "trigger" VARCHAR(40) NOT NULL, words TEXT NOT NULL,
    facts TEXT NOT NULL, third_party TEXT NOT NULL, third_party_source TEXT NOT NULL, opinion TEXT NOT NULL,
    response TEXT NOT NULL, handed_over TEXT NOT NULL, none_reason TEXT NOT NULL, next_on DATE, late_reason TEXT NOT
    NULL, worker_id VARCHAR(36), recorded_at VARCHAR(27), updated_at VARCHAR(27), withdrawn BOOLEAN NOT NULL,
    withdrawn_reason TEXT NOT NULL, id VARCHAR(36) NOT NULL, revision INTEGER NOT NULL, CONSTRAINT pk_consultation
    PRIMARY KEY (id), CONSTRAINT fk_consultation_child_id FOREIGN KEY(child_id) REFERENCES child (id), CONSTRAINT
    fk_consultation_worker_id FOREIGN KEY(worker_id) REFERENCES account (id))

CREATE INDEX ix_consultation_on ON consultation ("on")

CREATE INDEX ix_consultation_child_id_withdrawn_on ON consultation (child_id, withdrawn, "on")

CREATE INDEX ix_consultation_number ON consultation (number)

CREATE INDEX ix_consultation_worker_id ON consultation (worker_id)

CREATE TABLE consent (child_id VARCHAR(36) NOT NULL, number VARCHAR(40) NOT NULL, given_on DATE NOT NULL, given_by
    TEXT NOT NULL, purpose TEXT NOT NULL, recipient TEXT NOT NULL, items TEXT NOT NULL, valid_to DATE, withdrawn_on
    DATE, id VARCHAR(36) NOT NULL, revision INTEGER NOT NULL, CONSTRAINT pk_consent PRIMARY KEY (id), CONSTRAINT
    fk_consent_child_id FOREIGN KEY(child_id) REFERENCES child (id))

CREATE INDEX ix_consent_child_id ON consent (child_id)

CREATE TABLE follow_up (child_id VARCHAR(36) NOT NULL, text TEXT NOT NULL, due_on DATE NOT NULL, due_time TIME, kind
    VARCHAR(40) NOT NULL, worker_id VARCHAR(36), state VARCHAR(40) NOT NULL, closed_on DATE, closed_note TEXT NOT
    NULL, origin_kind VARCHAR(40) NOT NULL, origin_id VARCHAR(40) NOT NULL, id VARCHAR(36) NOT NULL, revision
    INTEGER NOT NULL, CONSTRAINT pk_follow_up PRIMARY KEY (id), CONSTRAINT ck_follow_up_state CHECK (state IN
    ('open', 'done', 'dropped')), CONSTRAINT fk_follow_up_child_id FOREIGN KEY(child_id) REFERENCES child (id),
    CONSTRAINT fk_follow_up_worker_id FOREIGN KEY(worker_id) REFERENCES account (id))

CREATE INDEX ix_follow_up_worker_id ON follow_up (worker_id)

CREATE INDEX ix_follow_up_state_due_on ON follow_up (state, due_on)

CREATE INDEX ix_follow_up_child_id_state_due_on ON follow_up (child_id, state, due_on)

CREATE INDEX ix_follow_up_origin_id ON follow_up (origin_id)

CREATE TABLE liaison (child_id VARCHAR(36) NOT NULL, organization_id VARCHAR(36) NOT NULL, person TEXT NOT NULL,
    "on" DATE NOT NULL, method VARCHAR(40) NOT NULL, subject TEXT NOT NULL, request TEXT NOT NULL, content TEXT NOT
    NULL, reply_due_on DATE, answered_on DATE, answer TEXT NOT NULL, basis TEXT NOT NULL, none_reason TEXT NOT NULL,
    worker_id VARCHAR(36), recorded_at VARCHAR(27), withdrawn BOOLEAN NOT NULL, withdrawn_reason TEXT NOT NULL, id
    VARCHAR(36) NOT NULL, revision INTEGER NOT NULL, CONSTRAINT pk_liaison PRIMARY KEY (id), CONSTRAINT
    fk_liaison_child_id FOREIGN KEY(child_id) REFERENCES child (id), CONSTRAINT fk_liaison_organization_id FOREIGN
    KEY(organization_id) REFERENCES organization (id), CONSTRAINT fk_liaison_worker_id FOREIGN KEY(worker_id)
    REFERENCES account (id))

CREATE INDEX ix_liaison_organization_id ON liaison (organization_id)

CREATE INDEX ix_liaison_child_id_withdrawn_on ON liaison (child_id, withdrawn, "on")

CREATE INDEX ix_liaison_worker_id ON liaison (worker_id)

CREATE INDEX ix_liaison_withdrawn_answered_on_reply_due_on ON liaison (withdrawn, answered_on, reply_due_on)

CREATE TABLE support_plan (child_id VARCHAR(36) NOT NULL, number VARCHAR(40) NOT NULL, version INTEGER NOT NULL,
    status VARCHAR(40) NOT NULL, made_on DATE NOT NULL, period_from DATE, period_to DATE, situation TEXT NOT NULL,
    child_wish_text TEXT NOT NULL, child_wish_heard_by TEXT NOT NULL, child_wish_heard_on DATE, child_wish_how TEXT
    NOT NULL, child_wish_not_heard_reason TEXT NOT NULL, guardian_wish_text TEXT NOT NULL, guardian_wish_heard_by
    TEXT NOT NULL, guardian_wish_heard_on DATE, guardian_wish_how TEXT NOT NULL, guardian_wish_not_heard_reason TEXT
    NOT NULL, policy TEXT NOT NULL, long_term_goal_text TEXT NOT NULL, long_term_goal_by DATE, short_term_goals TEXT
    NOT NULL, transition TEXT NOT NULL, disaster TEXT NOT NULL, consent_explained_on DATE, consent_explained_by TEXT
    NOT NULL, consent_child_agreed_on DATE, consent_guardian_agreed_on DATE, consent_guardian_name TEXT NOT NULL,
    consent_how TEXT NOT NULL, next_review_on DATE, author_id VARCHAR(36), approved_by_id VARCHAR(36), approved_at
    VARCHAR(27), delivered_on DATE, delivered_to TEXT NOT NULL, delivered_how TEXT NOT NULL, activated_on DATE,
    closed_on DATE, closed_reason TEXT NOT NULL, previous_id VARCHAR(36), created_at VARCHAR(27), updated_at
    VARCHAR(27), id VARCHAR(36) NOT NULL, revision INTEGER NOT NULL, CONSTRAINT pk_support_plan PRIMARY KEY (id),
    CONSTRAINT ck_support_plan_status CHECK (status IN ('draft', 'approved', 'delivered', 'active', 'closed',
    'superseded')), CONSTRAINT uq_support_plan_number_version UNIQUE (number, version), CONSTRAINT
    fk_support_plan_child_id FOREIGN KEY(child_id) REFERENCES child (id), CONSTRAINT fk_support_plan_author_id
    FOREIGN KEY(author_id) REFERENCES account (id), CONSTRAINT fk_support_plan_approved_by_id FOREIGN
    KEY(approved_by_id) REFERENCES account (id), CONSTRAINT fk_support_plan_previous_id FOREIGN KEY(previous_id)
    REFERENCES support_plan (id))

CREATE INDEX ix_support_plan_child_id_made_on ON support_plan (child_id, made_on)

CREATE INDEX ix_support_plan_status_next_review_on ON support_plan (status, next_review_on)

CREATE TABLE recent_child (account_id VARCHAR(36) NOT NULL, child_id VARCHAR(36) NOT NULL, opened_at VARCHAR(27) NOT
    NULL, CONSTRAINT pk_recent_child PRIMARY KEY (account_id, child_id), CONSTRAINT fk_recent_child_account_id
    FOREIGN KEY(account_id) REFERENCES account (id), CONSTRAINT fk_recent_child_child_id FOREIGN KEY(child_id)
    REFERENCES child (id))

CREATE INDEX ix_recent_child_child_id ON recent_child (child_id)

CREATE TABLE area_rating (assessment_id VARCHAR(36) NOT NULL, position INTEGER NOT NULL, area VARCHAR(40) NOT NULL,
    state TEXT NOT NULL, strength TEXT NOT NULL, worry TEXT NOT NULL, rating INTEGER, CONSTRAINT pk_area_rating
    PRIMARY KEY (assessment_id, position), CONSTRAINT ck_area_rating_rating CHECK (rating BETWEEN 1 AND 5),
    CONSTRAINT fk_area_rating_assessment_id FOREIGN KEY(assessment_id) REFERENCES assessment (id))

CREATE TABLE consultation_topic (consultation_id VARCHAR(36) NOT NULL, position INTEGER NOT NULL, topic VARCHAR(40)
    NOT NULL, CONSTRAINT pk_consultation_topic PRIMARY KEY (consultation_id, position), CONSTRAINT
    fk_consultation_topic_consultation_id FOREIGN KEY(consultation_id) REFERENCES consultation (id))

CREATE TABLE consultation_child (consultation_id VARCHAR(36) NOT NULL, position INTEGER NOT NULL, child_id
    VARCHAR(36) NOT NULL, CONSTRAINT pk_consultation_child PRIMARY KEY (consultation_id, position), CONSTRAINT
    fk_consultation_child_consultation_id FOREIGN KEY(consultation_id) REFERENCES consultation (id), CONSTRAINT
    fk_consultation_child_child_id FOREIGN KEY(child_id) REFERENCES child (id))

CREATE INDEX ix_consultation_child_child_id ON consultation_child (child_id)

CREATE TABLE information_letter (child_id VARCHAR(36) NOT NULL, organization_id VARCHAR(36), addressee TEXT NOT
    NULL, document_number VARCHAR(40) NOT NULL, "on" DATE NOT NULL, title TEXT NOT NULL, opening TEXT NOT NULL,
    purpose TEXT NOT NULL, items TEXT NOT NULL, withheld TEXT NOT NULL, consent_id VARCHAR(36), basis TEXT NOT NULL,
    valid_to DATE, readers TEXT NOT NULL, storage TEXT NOT NULL, method VARCHAR(40) NOT NULL, sections TEXT NOT
    NULL, issued_on DATE, worker_id VARCHAR(36), recorded_at VARCHAR(27), withdrawn BOOLEAN NOT NULL,
    withdrawn_reason TEXT NOT NULL, id VARCHAR(36) NOT NULL, revision INTEGER NOT NULL, CONSTRAINT
    pk_information_letter PRIMARY KEY (id), CONSTRAINT fk_information_letter_child_id FOREIGN KEY(child_id)
    REFERENCES child (id), CONSTRAINT fk_information_letter_organization_id FOREIGN KEY(organization_id) REFERENCES
    organization (id), CONSTRAINT fk_information_letter_consent_id FOREIGN KEY(consent_id) REFERENCES consent (id),
    CONSTRAINT fk_information_letter_worker_id FOREIGN KEY(worker_id) REFERENCES account (id))

CREATE INDEX ix_information_letter_organization_id ON information_letter (organization_id)

CREATE INDEX ix_information_letter_child_id_withdrawn_on ON information_letter (child_id, withdrawn, "on")

CREATE TABLE postponement (follow_up_id VARCHAR(36) NOT NULL, position INTEGER NOT NULL, due_from DATE NOT NULL,
    due_to DATE NOT NULL, reason TEXT NOT NULL, "on" DATE NOT NULL, CONSTRAINT pk_postponement PRIMARY KEY
    (follow_up_id, position), CONSTRAINT fk_postponement_follow_up_id FOREIGN KEY(follow_up_id) REFERENCES follow_up
    (id))

CREATE TABLE plan_goal (plan_id VARCHAR(36) NOT NULL, priority INTEGER NOT NULL, need TEXT NOT NULL, goal TEXT NOT
    NULL, achieve_by DATE, review_every INTEGER NOT NULL, child_role TEXT NOT NULL, family_role TEXT NOT NULL, note
    TEXT NOT NULL, id VARCHAR(36) NOT NULL, position INTEGER NOT NULL, CONSTRAINT pk_plan_goal PRIMARY KEY (id),
    CONSTRAINT fk_plan_goal_plan_id FOREIGN KEY(plan_id) REFERENCES support_plan (id))

CREATE INDEX ix_plan_goal_plan_id ON plan_goal (plan_id)

CREATE TABLE review (plan_id VARCHAR(36) NOT NULL, child_id VARCHAR(36) NOT NULL, "on" DATE NOT NULL, method
    VARCHAR(40) NOT NULL, child_words TEXT NOT NULL, family_words TEXT NOT NULL, summary TEXT NOT NULL,
    change_needed BOOLEAN NOT NULL, next_review_on DATE, worker_id VARCHAR(36), recorded_at VARCHAR(27), withdrawn
    BOOLEAN NOT NULL, withdrawn_reason TEXT NOT NULL, id VARCHAR(36) NOT NULL, revision INTEGER NOT NULL, CONSTRAINT
    pk_review PRIMARY KEY (id), CONSTRAINT fk_review_plan_id FOREIGN KEY(plan_id) REFERENCES support_plan (id),
    CONSTRAINT fk_review_child_id FOREIGN KEY(child_id) REFERENCES child (id), CONSTRAINT fk_review_worker_id
    FOREIGN KEY(worker_id) REFERENCES account (id))

CREATE INDEX ix_review_child_id_withdrawn_on ON review (child_id, withdrawn, "on")

CREATE INDEX ix_review_plan_id ON review (plan_id)

CREATE TABLE disclosure (child_id VARCHAR(36) NOT NULL, number VARCHAR(40) NOT NULL, at VARCHAR(27) NOT NULL,
    recipient TEXT NOT NULL, organization_id VARCHAR(36), items TEXT NOT NULL, method VARCHAR(40) NOT NULL, purpose
    TEXT NOT NULL, basis TEXT NOT NULL, letter_id VARCHAR(36), document_hash VARCHAR(64) NOT NULL, worker_id
    VARCHAR(36), id VARCHAR(36) NOT NULL, revision INTEGER NOT NULL, CONSTRAINT pk_disclosure PRIMARY KEY (id),
    CONSTRAINT fk_disclosure_child_id FOREIGN KEY(child_id) REFERENCES child (id), CONSTRAINT uq_disclosure_number
    UNIQUE (number), CONSTRAINT fk_disclosure_organization_id FOREIGN KEY(organization_id) REFERENCES organization
    (id), CONSTRAINT fk_disclosure_letter_id FOREIGN KEY(letter_id) REFERENCES information_letter (id), CONSTRAINT
    fk_disclosure_worker_id FOREIGN KEY(worker_id) REFERENCES account (id))

CREATE INDEX ix_disclosure_child_id_at ON disclosure (child_id, at)

CREATE INDEX ix_disclosure_letter_id ON disclosure (letter_id)

CREATE TABLE plan_support (goal_id VARCHAR(36) NOT NULL, scheme TEXT NOT NULL, content TEXT NOT NULL, frequency TEXT
    NOT NULL, provider TEXT NOT NULL, contact TEXT NOT NULL, period_from DATE, period_to DATE, no_scheme BOOLEAN NOT
    NULL, id VARCHAR(36) NOT NULL, position INTEGER NOT NULL, CONSTRAINT pk_plan_support PRIMARY KEY (id),
    CONSTRAINT fk_plan_support_goal_id FOREIGN KEY(goal_id) REFERENCES plan_goal (id))

CREATE INDEX ix_plan_support_goal_id ON plan_support (goal_id)

CREATE TABLE goal_rating (review_id VARCHAR(36) NOT NULL, position INTEGER NOT NULL, goal_id VARCHAR(36) NOT NULL,
    rating VARCHAR(40) NOT NULL, comment TEXT NOT NULL, CONSTRAINT pk_goal_rating PRIMARY KEY (review_id, position),
    CONSTRAINT fk_goal_rating_review_id FOREIGN KEY(review_id) REFERENCES review (id))

CREATE INDEX ix_goal_rating_goal_id ON goal_rating (goal_id)
"""


def upgrade() -> None:
    """Make all tables, indexes and triggers."""
    for statement in STATEMENTS.strip().split("\n\n"):
        op.execute(statement)
