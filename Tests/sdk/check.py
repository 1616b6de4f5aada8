"""Holds a sandbox tenant against Okta's own Python client: python check.py ORG_URL

The client's models are strict, so every list it reads to the end here is one whose rows have what Okta's
specification requires. What it read is compared with the tenant's own account of itself, id by id.
"""

import asyncio
import json
import os
import sys
import urllib.request
from urllib.parse import parse_qs, urlparse

# Plain HTTP is refused otherwise; the tenant listens on loopback.
os.environ["OKTA_TESTING_TESTINGDISABLEHTTPSCHECK"] = "true"

from okta.client import Client  # noqa: E402
from okta import models  # noqa: E402

ORG = sys.argv[1]
passed = 0
failures = []


def check(what, found, wanted):
    global passed
    if found == wanted:
        passed += 1
    else:
        failures.append(f"{what}: found {str(found)[:300]}, wanted {str(wanted)[:300]}")


def tenant(path):
    with urllib.request.urlopen(f"{ORG}/__sandbox/{path}") as answer:
        return json.load(answer)


def next_cursor(response):
    headers = response.headers
    values = headers.getall("Link", []) if hasattr(headers, "getall") else [headers.get("Link", "")]
    for value in values:
        for link in value.split(", <"):
            if 'rel="next"' in link:
                url = link.split(">")[0].lstrip("<")
                return parse_qs(urlparse(url).query)["after"][0]
    return None


async def call(method, *arguments, **named):
    """The result of one call; the client returns its errors, so they are raised here."""
    answer = await method(*arguments, **named)
    result, error = (None, answer[-1]) if len(answer) == 2 else (answer[0], answer[-1])
    if error:
        raise RuntimeError(f"{method.__name__}{arguments}: {error}")
    return result


async def every(method, *arguments, **named):
    """All rows of a list, page by page to the end."""
    rows, pages, after = [], 0, None
    while True:
        if after:
            named["after"] = after
        answer = await method(*arguments, **named)
        page, response, error = answer
        if error:
            raise RuntimeError(f"{method.__name__}{arguments}: {error}")
        rows += page or []
        pages += 1
        after = next_cursor(response)
        if not after:
            return rows, pages


def ids(rows):
    return sorted(row.id for row in rows)


async def read_everything(client):
    users, pages = await every(client.list_users, limit=50, search='id pr')
    check("users", ids(users), sorted(tenant("ids/users")))
    check("pages of users", pages, (len(users) + 49) // 50)
    visible, _ = await every(client.list_users, limit=200)
    check("plain list hides deactivated users", ids(visible),
          sorted(u.id for u in users if u.status != "DEPROVISIONED"))
    groups, _ = await every(client.list_groups, limit=20)
    check("groups", ids(groups), sorted(tenant("ids/groups")))
    members = []
    for group in groups:
        rows, _ = await every(client.list_group_users, group.id, limit=100)
        members += [f"{group.id} {row.id}" for row in rows]
    check("group members", sorted(members), sorted(tenant("ids/group_members")))
    owners = []
    for group in groups:
        rows, _ = await every(client.list_group_owners, group.id)
        owners += [f"{group.id} {row.id}" for row in rows]
    check("group owners", sorted(owners), sorted(tenant("ids/group_owners")))
    apps, _ = await every(client.list_applications, limit=5)
    check("apps", ids(apps), sorted(tenant("ids/apps")))
    accounts, assignments = [], []
    for app in apps:
        rows, _ = await every(client.list_application_users, app.id, limit=100)
        accounts += [f"{app.id} {row.id}" for row in rows]
        rows, _ = await every(client.list_application_group_assignments, app.id, limit=20)
        assignments += [f"{app.id} {row.id}" for row in rows]
    check("app users", sorted(accounts), sorted(tenant("ids/app_users")))
    check("app groups", sorted(assignments), sorted(tenant("ids/app_groups")))
    devices, _ = await every(client.list_devices, limit=50)
    check("devices", ids(devices), sorted(tenant("ids/devices")))
    holders = []
    for device in devices:
        rows, _ = await every(client.list_device_users, device.id)
        holders += [f"{device.id} {row.user.id}" for row in rows]
    check("device users", sorted(holders), sorted(tenant("ids/device_users")))
    rules, _ = await every(client.list_group_rules, limit=2)
    check("group rules", ids(rules), sorted(tenant("ids/group_rules")))
    policies, policy_rules = [], []
    for kind in ("ACCESS_POLICY", "OKTA_SIGN_ON", "PASSWORD", "MFA_ENROLL"):
        rows, _ = await every(client.list_policies, kind, limit="1")
        policies += rows
        for policy in rows:
            below, _ = await every(client.list_policy_rules, policy.id)
            policy_rules += [f"{policy.id} {rule.id}" for rule in below]
    check("policies", ids(policies), sorted(tenant("ids/policies")))
    check("rules", sorted(policy_rules), sorted(tenant("ids/rules")))
    factors, roles = [], []
    for user in users:
        rows = await call(client.list_factors, user.id)
        factors += [f"{user.id} {row.id}" for row in rows]
    check("factors", sorted(factors), sorted(tenant("ids/factors")))
    admins = await call(client.list_users_with_role_assignments)
    for admin in admins.value:
        rows = await call(client.list_assigned_roles_for_user, admin.id)
        roles += [f"{admin.id} {row.actual_instance.id}" for row in rows]
    check("admin roles", sorted(roles), sorted(tenant("ids/admin_roles")))
    events, _ = await every(client.list_log_events, limit=100, since="2026-03-01T00:00:00.000Z",
                            until="2099-01-01T00:00:00.000Z")
    check("events", sorted(e.uuid for e in events), sorted(tenant("ids/events")))
    for name, method in {
        "user_types": client.list_user_types, "zones": client.list_network_zones,
        "authenticators": client.list_authenticators, "idps": client.list_identity_providers,
        "trusted_origins": client.list_trusted_origins, "api_tokens": client.list_api_tokens,
        "auth_servers": client.list_authorization_servers, "event_hooks": client.list_event_hooks,
    }.items():
        rows = await call(method)
        check(name, ids(rows), sorted(tenant(f"ids/{name}")))
    links = await call(client.list_linked_object_definitions)
    check("linked objects", [link.primary.name for link in links], tenant("ids/linked_objects"))
    for name, method in {
        "inline hooks": client.list_inline_hooks, "mappings": client.list_profile_mappings,
        "realms": client.list_realms, "realm assignments": client.list_realm_assignments,
        "device assurances": client.list_device_assurance_policies,
        "agent pools": client.list_agent_pools,
    }.items():
        check(name, len(await call(method)) > 0, True)
    schema = await call(client.get_user_schema, "default")
    check("schema", schema.definitions.base is not None, True)
    check("group schema", (await call(client.get_group_schema)).definitions is not None, True)
    check("org", (await call(client.get_org_settings)).id is not None, True)
    check("engine", (await call(client.get_wellknown_org_metadata)).pipeline, "idx")


async def change_users(client):
    profile = models.UserProfile(
        firstName="Sadie", lastName="Klient", email="sadie@sdk.example", login="sadie@sdk.example")
    body = models.CreateUserRequest(
        profile=profile,
        credentials=models.UserCredentialsWritable(
            password=models.PasswordCredential(value="Tr0ub4dor-and-3")))
    user = await call(client.create_user, body, activate=True)
    status = lambda: call(client.get_user, user.id)
    check("created", (await status()).status, "ACTIVE")
    check("created in the tenant", user.id in tenant("ids/users"), True)
    await call(client.suspend_user, user.id)
    check("suspended", (await status()).status, "SUSPENDED")
    await call(client.unsuspend_user, user.id)
    check("unsuspended", (await status()).status, "ACTIVE")
    await call(client.deactivate_user, user.id)
    check("deactivated", (await status()).status, "DEPROVISIONED")
    await call(client.delete_user, user.id)
    check("deleted", user.id in tenant("ids/users"), False)
    effects = tenant("state")["effects"]
    for event in ("create", "suspend", "unsuspend", "deactivate", "delete.initiated"):
        check(f"once {event}", effects.get(f"user.lifecycle.{event} {user.id}"), 1)

    group = await call(client.add_group, models.AddGroupRequest(
        profile=models.OktaUserGroupProfile(name="SDK group", description="made by the client")))
    check("group created", group.id in tenant("ids/groups"), True)
    member = tenant("ids/users")[0]
    await call(client.assign_user_to_group, group.id, member)
    check("member added", f"{group.id} {member}" in tenant("ids/group_members"), True)
    await call(client.unassign_user_from_group, group.id, member)
    check("member removed", f"{group.id} {member}" in tenant("ids/group_members"), False)
    await call(client.delete_group, group.id)
    check("group deleted", group.id in tenant("ids/groups"), False)


async def main():
    client = Client({
        "orgUrl": ORG, "token": "sandbox", "cache": {"enabled": False},
        "rateLimit": {"maxRetries": 6},
    })
    await read_everything(client)
    await change_users(client)
    for failure in failures:
        print(f"failed: {failure}")
    print(f"{passed} passed, {len(failures)} failed")
    return 1 if failures else 0


sys.exit(asyncio.run(main()))
