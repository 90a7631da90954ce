"""The doors for programs, everything under /api/v1: parse, call one service, commit, dump."""

from server.api import accounts, devices, health, openapi, setup, summaries, users

# The blueprints that stand in the OpenAPI document; a new module is added here.
DOCUMENTED = (
    accounts.blueprint,
    devices.blueprint,
    setup.blueprint,
    summaries.blueprint,
    users.blueprint,
)
PLAIN = (health.blueprint, openapi.blueprint)
