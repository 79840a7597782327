"""The OpenAPI document as schemathesis gets it: without loopholes, with values that exist, or with planted faults."""

from copy import deepcopy
from datetime import datetime, timedelta, timezone

from demo import OFFICE

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

    tickets = handles("/api/v1/tickets", "number")[:8] + ["T-00000000"]
    ends = ["", "/answers", "/resolution", "/reopening", "/assignment", "/attachments", "/attachments/{id}"]
    of_tickets = {f"/api/v1/tickets/{{number}}{end} number": tickets for end in ends}
    return of_tickets | {
        "/api/v1/tickets sort": ["title", "-number", "state", "-due_on", "opened_at", "name"],
        "tenant": ["demo.example", "0b8e1c64-6c1f-4b3e-9a55-0a1f2b3c4d99", "nothing"],
        # The newest token is the one in use.
        "/api/v1/me/tokens/{handle} handle": handles("/api/v1/me/tokens", "handle")[1:] + ["none"],
        "/api/v1/me/sessions/{handle} handle": handles("/api/v1/me/sessions", "handle"),
        "/api/v1/loads/{id}/application id": [apply, 1, 999],
        "/api/v1/loads/{id}/discarding id": [discard, 1, 999],
        "/api/v1/loads/{id}/undoing id": [apply, 4, 999],
        "/api/v1/loads/{id} id": [apply, discard, 1, 2, 999],
        "/api/v1/loads/{id}/refused id": [apply, discard, 1, 2, 999],
        "/api/v1/people/{handle} handle": people(server, role),
        "/api/v1/people/{handle}/invitation handle": people(server, role),
        # Whoever is closed out here asks no more: the cases at the door and the one by hand have that.
        "/api/v1/people/{handle}/closing handle": ["none"],
        "/api/v1/people/{handle}/reopening handle": people(server, role),
        "partner_id": ["4999001", "4000001", "none"],
        "location_id": ["4999002", "none"],
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
        server.send(role, "PUT", "/api/v1/programme-settings", {"licence_minimum": 150})
        people_by_hand(server)
        personal_data_by_hand(server)
    if role == "executive_report_viewer":
        for tenant in server.ask(role, "/api/v1/tenants?sort=-workloads_claimed&limit=1")["items"]:
            base = f"/api/v1/tenants/{tenant['tenant_id']}"
            own = [row for row in server.ask(role, f"{base}/usage")["rows"] if row["claim"] and row["pau"]]
            path = f"{base}/workloads/{own[0]['workload']}/service-status"
            total = server.ask(role, path)["total"]
            server.send(role, "PUT", path, {"total": total, "lines": [{"seats": total, "l1": "in_progress"}]})
        referrals_by_hand(server, role)
    if role == "incentives_admin":
        offers_by_hand(server)
        claims_by_hand(server, role)
        tickets_by_hand(server, role)


def people_by_hand(server):
    """Adds a partner with a location and a directory, and somebody there; closes them out, lets them in, and invites many."""
    partner = server.send(OFFICE, "POST", "/api/v1/partners", {"partner_id": "4999001", "name": "By hand"})["partner"]
    path = f"/api/v1/partners/{partner['partner_id']}"
    server.ask(OFFICE, path)
    server.send(OFFICE, "PUT", path, {"name": "By hand yet"})
    place = {"name": "By hand", "city": "Zwolle", "country": "Netherlands", "enrolled": True}
    server.send(OFFICE, "POST", f"{path}/locations", {**place, "location_id": "4999002"})
    server.ask(OFFICE, f"{path}/locations/4999002")
    server.send(OFFICE, "PUT", f"{path}/locations/4999002", {**place, "enrolled": False})
    directory = "4f0c1d7e-0000-4000-8000-000000004999"
    gives = {"name": "By hand", "files_claims": True, "enrolled": True}
    server.send(OFFICE, "POST", f"{path}/directories", {**gives, "directory_id": directory})
    server.ask(OFFICE, f"{path}/directories/{directory}")
    server.send(OFFICE, "PUT", f"{path}/directories/{directory}", {**gives, "enrolled": False})

    roles = [{"role": "report_viewer", "at": ["4999002"]}]
    new = {"email": "hand@partner.example", "name": "By Hand", "partner_id": partner["partner_id"], "roles": roles}
    person = f"/api/v1/people/{server.send(OFFICE, 'POST', '/api/v1/people', new)['person']['handle']}"
    server.ask(OFFICE, person)
    server.send(OFFICE, "POST", "/api/v1/people/preview", {"partner_id": partner["partner_id"], "roles": roles})
    server.send(OFFICE, "PUT", person, {"name": "By Hand", "roles": [*roles, {"role": "incentives_admin"}]})
    server.send(OFFICE, "POST", f"{person}/invitation")
    server.send(OFFICE, "POST", f"{person}/closing")
    server.send(OFFICE, "POST", f"{person}/reopening")
    table = f"email,name,role,locations,partner\nhand2@partner.example,B,report_viewer,,{partner['partner_id']}\n"
    server.send(OFFICE, "POST", "/api/v1/people/import", {"csv": table, "apply": True})


def personal_data_by_hand(server):
    """Finds somebody who was invited by hand, takes a copy of what is kept of them, and erases them."""
    found = server.send(OFFICE, "POST", "/api/v1/personal-data/search", {"q": "hand@partner.example"})["items"][0]
    server.send(OFFICE, "POST", "/api/v1/personal-data/contents", {"person": found["person"]})
    server.send(OFFICE, "POST", "/api/v1/personal-data/copy", {"person": found["person"]})
    whom = {"person": found["person"], "confirmation": found["email"]}
    server.send(OFFICE, "POST", "/api/v1/personal-data/erasure", whom)


def offers_by_hand(server):
    """Adds an offer and changes it."""
    after = max(one["valid_to"] for one in server.ask(OFFICE, "/api/v1/offers")["items"])
    year = int(after[:4]) + 1
    new = {"name": "By hand", "workload": "Teams", "valid_from": f"{year}-01-01", "valid_to": f"{year}-12-31"}
    new |= {"rate_minor": 450, "ceiling_minor": 900, "currency": "EUR", "licence_minimum": 1, "excluded_segments": []}
    handle = server.send(OFFICE, "POST", "/api/v1/offers", new)["handle"]
    server.send(OFFICE, "PUT", f"/api/v1/offers/{handle}", {**new, "rate_minor": 455})


def claims_by_hand(server, partner):
    """Takes claims along every way that there is, on both sides."""
    one = server.ask(partner, "/api/v1/claims?source=filed&state=draft")["items"][0]
    like = server.ask(partner, f"/api/v1/claims/{one['number']}")
    filing = {name: like[name] for name in ("tenant_id", "domain", "activity", "name", "customer_contact", "own_contact")}
    filing |= {"location": like["location_id"], "workloads": [like["workloads"][0]["code"]]}

    def submitted():
        """The path of a claim that waits for the office."""
        path = f"/api/v1/claims/{server.send(partner, 'POST', '/api/v1/claims', filing)['number']}"
        server.send(partner, "POST", f"{path}/proofs?file_name=plan.pdf", b"%PDF-1.7 by hand")
        server.send(partner, "POST", f"{path}/submission")
        return path

    def move(who, path, name, **more):
        server.send(who, "POST", f"{path}/{name}", more or None)

    draft = f"/api/v1/claims/{server.send(partner, 'POST', '/api/v1/claims', filing)['number']}"
    server.send(partner, "PUT", draft, {**filing, "name": "By hand"})
    proof = server.send(partner, "POST", f"{draft}/proofs?file_name=plan.pdf", b"%PDF-1.7 by hand")["proofs"][0]["id"]
    server.send(partner, "DELETE", f"{draft}/proofs/{proof}")
    server.send(partner, "DELETE", draft)

    refused = submitted()
    server.fetch(partner, f"{refused}/proofs/{server.ask(partner, refused)['proofs'][0]['id']}")
    move(OFFICE, refused, "review")
    move(OFFICE, refused, "information-request", reason="Which plan?")
    move(partner, refused, "submission", reason="This one")
    move(OFFICE, refused, "review")
    move(OFFICE, refused, "rejection", reason="No plan")
    move(partner, refused, "dispute", reason="It is one")

    for last, why in (("objection", "The customer says so"), ("disassociation", "It ended")):
        held = submitted()
        move(OFFICE, held, "review")
        move(OFFICE, held, "approval", takes_over=True, reason="By hand")
        move(OFFICE, held, last, reason=why)


def referrals_by_hand(server, partner):
    """Gives requests that wait to a partner, which accepts one and says how it goes; one it declines, and one is taken back."""
    place = server.ask(partner, "/api/v1/filters")["locations"][0]["partner_id"]

    def given():
        """The path of a referral that waits for the partner's answer."""
        before = numbers()
        path = f"/api/v1/referral-requests/{server.ask(OFFICE, '/api/v1/referral-requests?state=open')['items'][0]['id']}"
        open_ones = [one["code"] for one in server.ask(OFFICE, path)["workloads"] if one["referral"] is None]
        server.send(OFFICE, "POST", f"{path}/assignment", {"shares": [{"location": place, "workloads": open_ones}]})
        return f"/api/v1/referrals/{(numbers() - before).pop()}"

    def numbers():
        return {one["number"] for one in server.ask(partner, "/api/v1/referrals?status=assigned&limit=100")["items"]}

    accepted = given()
    server.send(partner, "POST", f"{accepted}/acceptance")
    said = {"status": "won", "services_sold": "By hand", "note": "By hand"}
    server.send(partner, "PUT", accepted, said)
    server.send(partner, "POST", f"{given()}/decline", {"reason": "no_capacity"})
    server.send(OFFICE, "POST", f"{given()}/withdrawal", {"remark": "By hand"})


def tickets_by_hand(server, asker):
    """Takes a ticket along every way that there is, on both sides."""
    new = {"title": "By hand", "type": "problem", "subject": "access", "description": "By hand", "tenant": "hand.example"}
    path = f"/api/v1/tickets/{server.send(asker, 'POST', '/api/v1/tickets', new)['number']}"
    server.send(asker, "PUT", path, {**new, "title": "By hand yet"})
    file = server.send(asker, "POST", f"{path}/attachments?file_name=plan.pdf", b"%PDF-1.7 by hand")["attachments"][0]["id"]
    server.fetch(OFFICE, f"{path}/attachments/{file}")
    answerers = server.ask(OFFICE, path)["answerers"]
    server.send(OFFICE, "PUT", f"{path}/assignment", {"person": answerers[0]["id"]})
    server.send(OFFICE, "POST", f"{path}/answers", {"text": "Which?", "goes_on": False})
    server.send(asker, "POST", f"{path}/answers", {"text": "This one"})
    server.send(asker, "DELETE", f"{path}/attachments/{file}")
    server.send(OFFICE, "POST", f"{path}/resolution", {"text": "Done"})
    server.send(asker, "POST", f"{path}/reopening", {"text": "Not yet"})
    server.send(OFFICE, "PUT", f"{path}/assignment", {"person": None})


def offer(schema, values):
    """Lets a parameter be one of these values."""
    if values and schema.get("type") == "array":
        schema["items"]["enum"] = values
    elif values:
        schema["enum"] = values


def people(server, role):
    """Somebody who was invited by hand, where the role manages people, and one who is not there."""
    try:
        return [one["handle"] for one in server.ask(role, "/api/v1/people?q=hand")["items"]] + ["none"]
    except OSError:
        return ["none"]


def tenants(server):
    """Tenants of everybody: some of the role's, some not."""
    return [row["tenant_id"] for row in server.ask("programme_admin", "/api/v1/tenants?limit=40")["items"]]


def locations(server, role):
    """Places of the role, where it sees any, and one that is not there."""
    try:
        return [one["partner_id"] for one in server.ask(role, "/api/v1/filters")["locations"]] + ["4999999"]
    except OSError:
        return ["4999999"]
