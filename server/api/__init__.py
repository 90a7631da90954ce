"""Entry points under /api/v1, one file for each subject.

A view validates the request, calls one service, commits and serialises the answer. Rules and queries belong to
``domain`` and ``services``.
"""

from server.api import (
    accounts,
    audit,
    bulk,
    clinic,
    consent_texts,
    devices,
    forms,
    health,
    imports,
    keys,
    limits,
    notes,
    openapi,
    own,
    passkeys,
    patient_links,
    patient_page,
    patients,
    quarantine,
    recall,
    reports,
    review,
    sealed,
    second_factor,
    server,
    setup,
    summaries,
    sync,
    users,
)

# The blueprints that stand in the OpenAPI document; a new module is added here.
DOCUMENTED = (
    accounts.blueprint,
    audit.blueprint,
    bulk.blueprint,
    clinic.blueprint,
    consent_texts.blueprint,
    devices.blueprint,
    forms.blueprint,
    imports.blueprint,
    keys.blueprint,
    limits.blueprint,
    notes.blueprint,
    own.blueprint,
    passkeys.blueprint,
    patient_links.blueprint,
    patient_page.blueprint,
    patients.blueprint,
    quarantine.blueprint,
    recall.blueprint,
    reports.blueprint,
    review.blueprint,
    sealed.blueprint,
    server.blueprint,
    second_factor.blueprint,
    setup.blueprint,
    summaries.blueprint,
    sync.blueprint,
    users.blueprint,
)
PLAIN = (health.blueprint, openapi.blueprint)
