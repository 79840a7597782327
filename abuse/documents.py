"""The OpenAPI document as schemathesis gets it: without loopholes, with values that exist, or with planted faults."""

from copy import deepcopy
from datetime import datetime, timedelta, timezone

# What may be answered although no operation names it; the document has it as `default`.
EVERYWHERE = {"405": "no such method", "408": "too slow", "414": "too long an address", "429": "too many tries"}


def strict(document):
    """Without its `default` answers, so that a status that nobody thought of is found."""
    document = deepcopy(document)
    for operations in document["paths"].values():
        for operation in operations.values():
            answers = operation["responses"]
            other = answers.pop("default")
            for status, why in EVERYWHERE.items():
                answers.setdefault(status, {**other, "description": why})
    return document


def contradicted(document):
    """With three faults: a type that is another, a field that nobody sends, a status that is missing."""
    document = strict(document)
    schemas = document["components"]["schemas"]
    schemas["MeBody"]["properties"]["name"] = {"type": "integer"}
    schemas["ViewsBody"]["required"].append("planted")
    answers = document["paths"]["/api/v1/freshness"]["get"]["responses"]
    answers["299"] = answers.pop("200")
    return document


def realistic(document, server, role, loads):
    """With parameters that name what there is, so that the cases get past the door; the rest stays as it is."""
    document = strict(document)
    # Would leave nothing to end one by one; the cases at the door have it.
    del document["paths"]["/api/v1/me/sessions"]["delete"]
    known = known_values(server, role, loads)
    for path, operations in document["paths"].items():
        for operation in operations.values():
            # A cursor that is made up is refused before anything else is looked at.
            operation["parameters"] = [one for one in operation.get("parameters", []) if one["name"] != "cursor"]
            for one in operation["parameters"]:
                offer(one["schema"], known.get(f"{path} {one['name']}") or known.get(one["name"]))
    return document


def known_values(server, role, loads):
    """Values of parameters that lead somewhere, and some that do not; by name, or by path and name."""
    apply, discard = loads
    server.sign_in(role)

    def handles(path, name):
        return [one[name] for one in server.ask(role, path)["items"]]

    return {
        # The newest token is the one in use.
        "/api/v1/me/tokens/{handle} handle": handles("/api/v1/me/tokens", "handle")[1:] + ["none"],
        "/api/v1/me/sessions/{handle} handle": handles("/api/v1/me/sessions", "handle"),
        "/api/v1/loads/{id}/application id": [apply, 1, 999],
        "/api/v1/loads/{id}/discarding id": [discard, 1, 999],
        "/api/v1/loads/{id}/undoing id": [apply, 4, 999],
        "/api/v1/loads/{id} id": [apply, discard, 1, 2, 999],
        "/api/v1/loads/{id}/refused id": [apply, discard, 1, 2, 999],
        "tenant_id": tenants(server),
        "workload": ["Teams", "Exchange", "Intune", "NoSuchThing"],
        "country": ["Netherlands", "Belgium", "Germany", "Nowhere"],
        "sort": ["name", "-pau", "mau", "-usage_percent", "change", "country", "-domain", "potential_earnings"],
        "q": ["a", "be", "-", "demo", "%", "_", "ç", "'"],
        "location": locations(server, role),
        "file_name": ["OfficeUsage.csv", "x.gz", "../x.csv"],
    }


def by_hand(server, role):
    """What has to fit together too well for chance to get it done: sent once as it should be."""
    if role == "programme_admin":
        newest = server.ask(role, "/api/v1/taxonomy/newest")
        tomorrow = (datetime.now(timezone.utc) + timedelta(days=1)).date().isoformat()
        version = {"valid_from": max(tomorrow, newest["earliest"]), "statuses": newest["statuses"]}
        version["statuses"][0]["name"]["en"] += " yet"
        server.send(role, "POST", "/api/v1/taxonomy/preview", version)
        server.send(role, "PUT", "/api/v1/taxonomy/newest", version)
        server.send(role, "DELETE", "/api/v1/taxonomy/newest")
    if role == "executive_report_viewer":
        for tenant in server.ask(role, "/api/v1/tenants?sort=-workloads_claimed&limit=1")["items"]:
            base = f"/api/v1/tenants/{tenant['tenant_id']}"
            own = [row for row in server.ask(role, f"{base}/usage")["rows"] if row["claim"] and row["pau"]]
            path = f"{base}/workloads/{own[0]['workload']}/service-status"
            total = server.ask(role, path)["total"]
            server.send(role, "PUT", path, {"total": total, "lines": [{"seats": total, "l1": "in_progress"}]})


def offer(schema, values):
    """Lets a parameter be one of these values."""
    if values and schema.get("type") == "array":
        schema["items"]["enum"] = values
    elif values:
        schema["enum"] = values


def tenants(server):
    """Tenants of everybody: some of the role's, some not."""
    return [row["tenant_id"] for row in server.ask("programme_admin", "/api/v1/tenants?limit=40")["items"]]


def locations(server, role):
    """Places of the role, where it sees any, and one that is not there."""
    try:
        return [one["partner_id"] for one in server.ask(role, "/api/v1/filters")["locations"]] + ["4999999"]
    except OSError:
        return ["4999999"]
