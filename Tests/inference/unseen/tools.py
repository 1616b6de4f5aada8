"""A made-up company's exports of nine tools, with the headers and the habits that the tools' own exports have.

Workday, Entra ID and Intune, ServiceNow, Salesforce, Zendesk, Duo, Atlassian's admin page with Bitbucket, Zoom's
usage report and Adobe's console. People left, names repeat, spreadsheets dropped leading zeros, addresses are
written in two cases, some accounts are nobody's.
"""
import csv, os, random, uuid
from truth import Truth

FIRST = """Amara Bilal Carmen Dmitri Elif Farid Greta Hana Ivo Jonas Kerstin Leon Maren Nadia Omar Petra Quentin Rosa
Stefan Tilda Umar Vera Wanda Xavier Yusuf Zoe Aiko Bruno Chidi Delia Emeka Fiona""".split()
LAST = """Abara Berger Castillo Dahl Eriksen Fournier Galli Horvat Iversen Jansen Kowalski Lindqvist Marek Novak
Okoye Petrov Quist Romano Sato Tanaka Ueda Varga Weiss Xu Yamada Ziegler Brandt Costa Duarte Engel Falk Grant""".split()
SITES = ["Lisbon", "Hamburg", "Austin", "Remote - EU"]
HEADS = ["Engineering", "Finance", "Customer Support", "Sales", "People", "Legal", "Marketing", "IT"]
ALNUM = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


class Company:
    def __init__(self, folder, seed):
        self.folder, self.random = folder, random.Random(seed)
        os.makedirs(folder, exist_ok=True)

    def uuid(self):
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))

    def salesforce(self, prefix):
        """Eighteen letters: the object's three, the instance, a number, and three of checksum."""
        return prefix + "5g00000" + "".join(self.random.choices(ALNUM, k=5)) + "".join(self.random.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ012345", k=3))

    def hex(self, n=32):
        return "".join(self.random.choices("0123456789abcdef", k=n))

    def day(self, start=2019, end=2025):
        return f"{self.random.randint(start, end)}-{self.random.randint(1, 12):02}-{self.random.randint(1, 28):02}"

    def moment(self, start=2024, end=2025):
        r = self.random
        return f"{self.day(start, end)}T{r.randint(0, 23):02}:{r.randint(0, 59):02}:{r.randint(0, 59):02}Z"

    def us(self):
        r = self.random
        return f"{r.randint(1, 12)}/{r.randint(1, 28)}/{r.randint(2023, 2025)} {r.randint(1, 12)}:{r.randint(0, 59):02} {r.choice(['AM', 'PM'])}"

    def write(self, name, rows):
        with open(os.path.join(self.folder, name + ".csv"), "w", newline="") as file:
            out = csv.DictWriter(file, fieldnames=list(rows[0]))
            out.writeheader()
            out.writerows(rows)


def people(c, count):
    seen, staff = {}, []
    for index in range(count):
        first, last = c.random.choice(FIRST), c.random.choice(LAST)
        login = (first[0] + last).lower()
        seen[login] = seen.get(login, 0) + 1
        if seen[login] > 1:
            login += str(seen[login])
        staff.append(dict(
            number=1004 + 3 * index + c.random.randint(0, 2), first=first, last=last, name=f"{first} {last}",
            login=login, email=f"{first}.{last}{login[-1] if login[-1].isdigit() else ''}@brightwater.co".lower(),
            head=c.random.randrange(len(HEADS)), site=c.random.choice(SITES), hired=c.day(2014, 2024),
            left=c.day(2024, 2025) if c.random.random() < 0.14 else "", entra=c.uuid(), atlassian="712020:" + c.uuid(),
            snow=c.hex(), sf=None, manager=None))
    used = set()
    for person in staff:
        while person["email"] in used:
            person["email"] = person["email"].replace("@", "x@")
        used.add(person["email"])
    for index, person in enumerate(staff[1:], 1):
        person["manager"] = staff[c.random.randrange(min(index, 18))]
    return staff


def make(folder, seed=11):
    c = Company(folder, seed)
    staff = people(c, 210)
    present = [p for p in staff if not p["left"]]
    workday(c, staff)
    devices = microsoft(c, staff, present)
    servicenow(c, staff, present, devices)
    customers = salesforce(c, present)
    zendesk(c, present, customers)
    duo(c, present)
    atlassian(c, present)
    zoom_adobe(c, present)
    declare(folder)


def workday(c, staff):
    c.write("workday_cost_centers", [{
        "Reference ID": f"CC{4100 + 10 * i}", "Cost Center": f"{4100 + 10 * i} {name}", "Manager": staff[i].get("name"),
        "Hierarchy": "Brightwater > " + ("G&A" if i % 2 else "Operations"), "Inactive": "No",
    } for i, name in enumerate(HEADS)])
    c.write("workday_workers", [{
        "Employee ID": f"{p['number']:06}", "Worker": p["name"] + (" (Terminated)" if p["left"] else ""),
        "First Name": p["first"], "Last Name": p["last"], "User Name": p["login"], "Email - Primary Work": p["email"],
        "Business Title": c.random.choice(["Analyst", "Engineer", "Manager", "Specialist", "Lead"]) + ", " + HEADS[p["head"]],
        "Cost Center - ID": f"CC{4100 + 10 * p['head']}", "Cost Center": f"{4100 + 10 * p['head']} {HEADS[p['head']]}",
        "Location": p["site"], "Worker's Manager": p["manager"]["name"] if p["manager"] else "",
        "Manager - Employee ID": f"{p['manager']['number']:06}" if p["manager"] else "",
        "Worker Type": "Contingent Worker" if c.random.random() < 0.1 else "Employee",
        "Active Status": "No" if p["left"] else "Yes", "Hire Date": p["hired"], "Termination Date": p["left"],
    } for p in staff])


def microsoft(c, staff, present):
    rows = [{
        "userPrincipalName": p["email"], "displayName": p["name"], "surname": p["last"], "mail": p["email"], "givenName": p["first"],
        "id": p["entra"], "userType": "Member", "jobTitle": "", "department": HEADS[p["head"]], "accountEnabled": str(not p["left"]),
        "usageLocation": "DE", "officeLocation": p["site"], "telephoneNumber": f"+49 40 555 {p['number']}", "mobilePhone": "",
        "alternateEmailAddress": "", "companyName": "Brightwater", "creationType": "", "directorySynced": "True",
        "invitationState": "", "createdDateTime": c.us(),
    } for p in staff if not p["left"] or c.random.random() < 0.5]
    for i in range(9):
        name = f"{c.random.choice(FIRST)}.{c.random.choice(LAST)}".lower()
        rows.append(dict(rows[0], userPrincipalName=f"{name}_partner{i}.example#EXT#@brightwater.onmicrosoft.com",
                         displayName=name.replace(".", " ").title(), surname="", givenName="", mail=f"{name}@partner{i}.example", id=c.uuid(),
                         userType="Guest", creationType="Invitation", invitationState="Accepted", department="",
                         officeLocation="", telephoneNumber="", directorySynced="", createdDateTime=c.us()))
    c.write("entra_users", rows)
    devices = []
    for index, p in enumerate(present):
        for _ in range(2 if c.random.random() < 0.15 else 1):
            devices.append(dict(owner=p, name=f"BW-{c.random.choice(['L', 'D'])}{4200 + len(devices)}",
                                serial="".join(c.random.choices("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789", k=10)),
                                tag=f"A{100220 + 7 * len(devices)}", model=c.random.choice(["Latitude 5440", "ThinkPad T14", "Surface Laptop 5"])))
    c.write("intune_devices", [{
        "Device ID": c.uuid(), "Device name": d["name"], "Enrollment date": c.us(), "Last check-in": c.us(),
        "Azure AD Device ID": c.uuid(), "OS version": "10.0." + c.random.choice(["22631.3447", "19045.4291", "22621.3296"]),
        "Serial number": d["serial"], "Manufacturer": "Lenovo" if "Think" in d["model"] else "Dell Inc.", "Model": d["model"],
        "IMEI": "", "Wi-Fi MAC": "".join(c.random.choices("0123456789ABCDEF", k=12)), "Total storage": 476, "Free storage": c.random.randint(40, 400),
        "Management name": f"{d['owner']['login']}_Windows_{c.us().split()[0]}", "UserId": d["owner"]["entra"],
        "Primary user UPN": d["owner"]["email"], "Primary user email address": d["owner"]["email"],
        "Primary user display name": d["owner"]["name"], "Compliance": c.random.choice(["Compliant", "Compliant", "Noncompliant"]),
        "Managed by": "Intune", "Ownership": "Corporate", "Encrypted": c.random.choice(["True", "True", "False"]), "OS": "Windows",
        "JoinType": "AzureAD joined", "Jailbroken": "Unknown",
    } for d in devices if c.random.random() < 0.93])
    return devices


def servicenow(c, staff, present, devices):
    groups = [dict(name=n, id=c.hex()) for n in ["Service Desk", "Network", "Identity & Access", "Workplace", "SAP Basis", "Database", "Security Operations"]]
    c.write("servicenow_sys_user", [{
        "sys_id": p["snow"], "user_name": p["login"], "name": p["name"], "first_name": p["first"], "last_name": p["last"],
        "email": p["email"].title() if c.random.random() < 0.2 else p["email"], "employee_number": p["number"], "title": "",
        "department": HEADS[p["head"]], "manager": p["manager"]["name"] if p["manager"] else "", "location": p["site"],
        "active": "false" if p["left"] else "true", "last_login_time": c.moment().replace("T", " ")[:-1], "sys_created_on": c.day() + " 08:00:00",
    } for p in staff if c.random.random() < 0.97] + [{
        "sys_id": c.hex(), "user_name": n, "name": n, "first_name": "", "last_name": "", "email": "", "employee_number": "", "title": "",
        "department": "", "manager": "", "location": "", "active": "true", "last_login_time": "", "sys_created_on": "2018-01-01 08:00:00",
    } for n in ["svc.midserver", "svc.scom", "admin"]])
    c.write("servicenow_sys_user_group", [{
        "sys_id": g["id"], "name": g["name"], "manager": present[i * 3]["name"], "email": "", "active": "true", "description": "",
    } for i, g in enumerate(groups)])
    c.write("servicenow_sys_user_grmember", [{"sys_id": c.hex(), "user": p["snow"], "group": g["id"], "sys_updated_on": c.day() + " 10:00:00"}
                                            for g in groups for p in c.random.sample(present, 14)])
    c.write("servicenow_cmdb_ci_computer", [{
        "name": d["name"], "asset_tag": d["tag"], "serial_number": d["serial"], "assigned_to": d["owner"]["name"],
        "model_id": d["model"], "os": "Windows 11 Enterprise", "install_status": "Installed", "location": d["owner"]["site"],
        "sys_class_name": "Computer", "sys_updated_on": c.day(2024, 2025) + " 03:12:00",
    } for d in devices])
    c.write("servicenow_incident", [{
        "number": f"INC{10014 + 3 * i:07}", "short_description": c.random.choice(["VPN drops", "Password reset", "Laptop is slow", "No sound", "Access to share", "New monitor"]),
        "caller_id": c.random.choice(present)["name"], "priority": c.random.choice(["3 - Moderate", "4 - Low", "2 - High"]),
        "state": c.random.choice(["Closed", "Resolved", "In Progress"]), "category": c.random.choice(["Inquiry / Help", "Hardware", "Software"]),
        "assignment_group": c.random.choice(groups)["name"], "assigned_to": c.random.choice(present[:25])["name"],
        "cmdb_ci": c.random.choice(devices)["name"] if c.random.random() < 0.6 else "",
        "opened_at": c.moment().replace("T", " ")[:-1], "closed_at": "", "reopen_count": c.random.randint(0, 2),
    } for i in range(420)])


def salesforce(c, present):
    profiles = [dict(id=c.salesforce("00e"), name=n) for n in ["System Administrator", "Standard User", "Sales Profile", "Support Profile", "Read Only"]]
    roles = [dict(id=c.salesforce("00E"), name=n) for n in ["CEO", "VP Sales", "Sales EMEA", "Sales AMER", "Support", "Finance"]]
    sets = [dict(id=c.salesforce("0PS"), name=n) for n in ["View All Data", "API Only", "CPQ User", "Knowledge Editor", "Export Reports", "Manage Users"]]
    users = [p for p in present if p["head"] in (2, 3, 6, 7)]
    for p in users:
        p["sf"] = c.salesforce("005")
    c.write("salesforce_Profile", [{"Id": x["id"], "Name": x["name"], "UserLicenseId": "1005g000000kAAAQA2", "UserType": "Standard"} for x in profiles])
    c.write("salesforce_UserRole", [{"Id": x["id"], "Name": x["name"], "ParentRoleId": roles[0 if i < 2 else 1 if i < 4 else 0]["id"] if i else "",
                                    "DeveloperName": x["name"].replace(" ", "_")} for i, x in enumerate(roles)])
    c.write("salesforce_User", [{
        "Id": p["sf"], "Username": p["email"] + ".prod", "LastName": p["last"], "FirstName": p["first"], "Name": p["name"], "Email": p["email"],
        "Alias": p["login"][:8], "CommunityNickname": f"{p['last'].lower()}{c.random.randint(1, 99)}", "IsActive": "true",
        "ProfileId": c.random.choice(profiles)["id"], "UserRoleId": c.random.choice(roles)["id"],
        "ManagerId": users[c.random.randrange(12)]["sf"] if i > 3 else "", "EmployeeNumber": p["number"], "FederationIdentifier": p["email"],
        "LastLoginDate": c.moment(), "CreatedDate": c.moment(2018, 2023), "TimeZoneSidKey": "Europe/Berlin",
    } for i, p in enumerate(users)])
    c.write("salesforce_PermissionSet", [{"Id": x["id"], "Name": x["name"].replace(" ", "_"), "Label": x["name"], "IsOwnedByProfile": "false"} for x in sets])
    c.write("salesforce_PermissionSetAssignment", [{"Id": c.salesforce("0Pa"), "AssigneeId": p["sf"], "PermissionSetId": x["id"], "IsActive": "true"}
                                                  for p in users for x in c.random.sample(sets, c.random.randint(0, 3))])
    firms = []
    for i in range(70):
        name = c.random.choice(LAST) + " " + c.random.choice(["GmbH", "Logistics", "Foods", "Energy", "& Sons", "Retail"])
        if any(f["name"] == name for f in firms):
            continue
        firms.append(dict(id=c.salesforce("001"), name=name, domain=name.lower().replace(" ", "").replace("&", "") + ".example"))
    c.write("salesforce_Account", [{
        "Id": f["id"], "Name": f["name"], "ParentId": firms[i // 9]["id"] if i % 6 == 5 else "", "Industry": c.random.choice(["Retail", "Energy", "Food"]),
        "OwnerId": c.random.choice(users)["sf"], "BillingCountry": c.random.choice(["Germany", "Portugal", "United States"]),
        "Website": "https://www." + f["domain"], "CreatedDate": c.moment(2019, 2024), "CreatedById": c.random.choice(users)["sf"],
    } for i, f in enumerate(firms)])
    contacts = []
    for f in firms:
        for _ in range(c.random.randint(1, 5)):
            first, last = c.random.choice(FIRST), c.random.choice(LAST)
            contacts.append(dict(id=c.salesforce("003"), firm=f, first=first, last=last, email=f"{first}.{last}@{f['domain']}".lower()))
    contacts = list({x["email"]: x for x in contacts}.values())
    c.write("salesforce_Contact", [{
        "Id": x["id"], "AccountId": x["firm"]["id"], "LastName": x["last"], "FirstName": x["first"], "Email": x["email"],
        "Title": "", "Phone": "", "OwnerId": c.random.choice(users)["sf"], "HasOptedOutOfEmail": "false", "CreatedDate": c.moment(2019, 2024),
    } for x in contacts])
    c.write("salesforce_Opportunity", [{
        "Id": c.salesforce("006"), "AccountId": (f := c.random.choice(firms))["id"], "Name": f["name"] + " - " + c.random.choice(["Renewal", "New", "Upsell"]),
        "StageName": c.random.choice(["Prospecting", "Closed Won", "Closed Lost"]), "Amount": c.random.randint(10, 900) * 100,
        "Probability": c.random.choice([10, 50, 90, 100]), "CloseDate": c.day(2024, 2026), "OwnerId": c.random.choice(users)["sf"],
        "ContactId": c.random.choice(contacts)["id"], "CreatedDate": c.moment(2023, 2025),
    } for _ in range(260)])
    return firms, contacts


def zendesk(c, present, customers):
    firms, contacts = customers
    number = iter(range(360087431112, 370087431112, 90173))
    group = [dict(id=next(number), name=n) for n in ["Tier 1", "Tier 2", "Billing", "Onboarding"]]
    firm = [dict(id=next(number), firm=f) for f in firms if c.random.random() < 0.85]
    agents = [dict(id=next(number), p=p) for p in present if p["head"] == 2]
    by = {f["firm"]["id"]: f["id"] for f in firm}
    ends = [dict(id=next(number), x=x) for x in contacts if x["firm"]["id"] in by and c.random.random() < 0.8]
    c.write("zendesk_groups", [{"id": g["id"], "name": g["name"], "created_at": c.moment(), "deleted": "false"} for g in group])
    c.write("zendesk_organizations", [{"id": f["id"], "name": f["firm"]["name"], "domain_names": f["firm"]["domain"], "external_id": f["firm"]["id"],
                                      "group_id": "", "created_at": c.moment(), "shared_tickets": "false"} for f in firm])
    c.write("zendesk_users", [{
        "id": a["id"], "name": a["p"]["name"], "email": a["p"]["email"], "role": "agent", "organization_id": "", "external_id": "",
        "suspended": "false", "time_zone": "Berlin", "created_at": c.moment(2020, 2023), "last_login_at": c.moment(),
    } for a in agents] + [{
        "id": e["id"], "name": f"{e['x']['first']} {e['x']['last']}", "email": e["x"]["email"], "role": "end-user",
        "organization_id": by[e["x"]["firm"]["id"]], "external_id": e["x"]["id"] if c.random.random() < 0.7 else "", "suspended": "false",
        "time_zone": "Berlin", "created_at": c.moment(2020, 2023), "last_login_at": "",
    } for e in ends])
    c.write("zendesk_group_memberships", [{"id": next(number), "user_id": a["id"], "group_id": g["id"], "default": str(i == 0).lower(), "created_at": c.moment()}
                                         for a in agents for i, g in enumerate(c.random.sample(group, c.random.randint(1, 2)))])
    c.write("zendesk_tickets", [{
        "id": 4180 + i, "subject": c.random.choice(["Invoice wrong", "Cannot log in", "Export fails", "Question"]), "requester_id": (e := c.random.choice(ends))["id"],
        "submitter_id": e["id"] if c.random.random() < 0.8 else c.random.choice(agents)["id"], "assignee_id": c.random.choice(agents)["id"],
        "organization_id": by[e["x"]["firm"]["id"]], "group_id": c.random.choice(group)["id"], "status": c.random.choice(["open", "solved", "closed"]),
        "priority": c.random.choice(["normal", "high", ""]), "channel": c.random.choice(["web", "email"]), "created_at": c.moment(), "satisfaction_score": c.random.choice(["offered", "good", "unoffered"]),
    } for i in range(500)])


def duo(c, present):
    users = [p for p in present if c.random.random() < 0.95]
    c.write("duo_users", [{
        "username": p["login"], "email": p["email"], "realname": p["name"], "status": c.random.choice(["active"] * 9 + ["bypass"]),
        "phones": 1, "hard_tokens": 0, "bypass_codes": 0, "groups": "duo-all", "last_login": c.moment(), "created": c.moment(2021, 2023),
        "alias1": p["email"].split("@")[0], "alias2": "", "notes": "",
    } for p in users] + [{"username": "svc-vpn-test", "email": "", "realname": "", "status": "bypass", "phones": 0, "hard_tokens": 0, "bypass_codes": 1,
                          "groups": "", "last_login": "", "created": "", "alias1": "", "alias2": "", "notes": "ticket INC0010107"}])
    c.write("duo_authentication_log", [{
        "Timestamp (UTC)": c.moment(), "User": c.random.choice(users)["login"], "Application": c.random.choice(["Cisco AnyConnect", "Microsoft 365", "Salesforce"]),
        "Result": c.random.choice(["Granted", "Granted", "Denied"]), "Reason": c.random.choice(["User approved", "No response"]),
        "Factor": c.random.choice(["Duo Push", "Passcode", "WebAuthn"]), "Access IP": f"84.17.{c.random.randint(0, 255)}.{c.random.randint(0, 255)}",
        "Second Factor Device": f"+49 170 {c.random.randint(1000000, 9999999)}", "Auth Device OS": c.random.choice(["iOS", "Android"]),
    } for _ in range(700)])


def atlassian(c, present):
    users = [p for p in present if p["head"] in (0, 1, 7)]
    c.write("atlassian_export_users", [{
        "User id": p["atlassian"], "User name": p["name"], "email": p["email"], "User status": "Active", "Added to org": c.day(2020, 2023),
        "Org role": "User", "Last seen in Jira - brightwater": c.day(2025, 2025), "Last seen in Confluence - brightwater": c.random.choice(["Never accessed", c.day(2025, 2025)]),
    } for p in users])
    projects = [dict(key=k, name=n) for k, n in [("PLAT", "Platform"), ("WEB", "Web shop"), ("DATA", "Data"), ("OPS", "Operations"), ("MOB", "Mobile")]]
    c.write("bitbucket_projects", [{"uuid": "{" + c.uuid() + "}", "key": p["key"], "name": p["name"], "is_private": "true", "created_on": c.moment(2019, 2021)} for p in projects])
    repos = [f"{a}-{b}" for a in ["billing", "catalog", "search", "auth", "etl", "ios"] for b in ["api", "worker", "infra", "docs"]]
    c.write("bitbucket_repositories", [{
        "uuid": "{" + c.uuid() + "}", "slug": s, "full_name": "brightwater/" + s, "project_key": c.random.choice(projects)["key"], "is_private": "true",
        "language": c.random.choice(["go", "python", "swift", ""]), "size": c.random.randint(10000, 90000000), "updated_on": c.moment(), "mainbranch": "main",
    } for s in repos])
    c.write("bitbucket_repo_permissions", [{"repository": s, "account_id": p["atlassian"], "display_name": p["name"], "permission": c.random.choice(["read", "write", "admin"])}
                                          for s in repos for p in c.random.sample(users, c.random.randint(2, 9))])


def zoom_adobe(c, present):
    users = [p for p in present if c.random.random() < 0.9]
    c.write("zoom_meetings_report", [{
        "Topic": c.random.choice(["Weekly", "1:1", "Demo", "Interview", "Retro"]), "Meeting ID": f"{c.random.randint(100, 999)} {c.random.randint(1000, 9999)} {c.random.randint(1000, 9999)}",
        "User Name": p["name"], "User Email": p["email"], "Department": "", "Group": "", "Creation Time": c.us(), "Start Time": c.us(), "End Time": c.us(),
        "Duration (Minutes)": c.random.randint(3, 110), "Participants": c.random.randint(1, 30), "Source": "Zoom",
    } for p in (c.random.choice(users) for _ in range(400))])
    c.write("zoom_users", [{
        "Email": p["email"], "First Name": p["first"], "Last Name": p["last"], "Last Login": c.us(), "Department": HEADS[p["head"]] if c.random.random() < 0.5 else "",
        "User Group": "", "User Type": c.random.choice(["Licensed", "Basic"]), "Storage Used": f"{c.random.randint(0, 40)} MB",
    } for p in users])
    c.write("adobe_users", [{
        "Identity Type": "Federated ID", "Username": p["email"], "Domain": "brightwater.co", "Email": p["email"].upper() if c.random.random() < 0.1 else p["email"],
        "First Name": p["first"], "Last Name": p["last"], "Country Code": "DE", "ID": c.hex(24).upper() + "@AdobeID", "Admin Roles": "",
        "User Groups": c.random.choice(["Design,All users", "All users", ""]), "Product Configurations": c.random.choice(["Default All Apps - 100GB", "Acrobat Pro DC,Stock", "Acrobat Pro DC"]),
    } for p in present if p["head"] in (3, 6)])


def declare(folder):
    t = Truth("tools", "made up: nine tools and their headers", folder)
    for name, key, labels in [
        ("workday_workers", "Employee ID", "Email - Primary Work,User Name,Employee ID"), ("workday_cost_centers", "Reference ID", "Cost Center"),
        ("entra_users", "id", "userPrincipalName,mail"), ("intune_devices", "Device ID", "Device name,Serial number"),
        ("servicenow_sys_user", "sys_id", "user_name,email"), ("servicenow_sys_user_group", "sys_id", "name"),
        ("servicenow_sys_user_grmember", "sys_id", ""), ("servicenow_cmdb_ci_computer", "name|asset_tag|serial_number", "name,asset_tag,serial_number"),
        ("servicenow_incident", "number", "number"), ("salesforce_Profile", "Id", "Name"), ("salesforce_UserRole", "Id", "Name,DeveloperName"),
        ("salesforce_User", "Id", "Username,Email"), ("salesforce_PermissionSet", "Id", "Name,Label"), ("salesforce_PermissionSetAssignment", "Id", ""),
        ("salesforce_Account", "Id", "Name"), ("salesforce_Contact", "Id", "Email"), ("salesforce_Opportunity", "Id", "Id,Name"),
        ("zendesk_groups", "id", "name"), ("zendesk_organizations", "id", "name"), ("zendesk_users", "id", "email"),
        ("zendesk_group_memberships", "id", ""), ("zendesk_tickets", "id", "id"), ("duo_users", "username", "username"),
        ("atlassian_export_users", "User id", "email"), ("bitbucket_projects", "uuid", "key,name"), ("bitbucket_repositories", "uuid", "slug,full_name"),
        ("zoom_users", "Email", "Email"), ("adobe_users", "ID", "Email,Username"),
    ]:
        # Of several keys that are as good the file's first counts as declared.
        t.table(name, [key.split("|")[0]], [x for x in labels.split(",") if x])
    for name in ["duo_authentication_log", "zoom_meetings_report"]:
        t.table(name, [], [])
    t.table("bitbucket_repo_permissions", ["repository", "account_id"], [])
    for a, b in [
        ("workday_workers.Manager - Employee ID", "workday_workers.Employee ID"), ("workday_workers.Cost Center - ID", "workday_cost_centers.Reference ID"),
        ("intune_devices.UserId", "entra_users.id"), ("servicenow_sys_user_grmember.user", "servicenow_sys_user.sys_id"),
        ("servicenow_sys_user_grmember.group", "servicenow_sys_user_group.sys_id"), ("servicenow_incident.assignment_group", "servicenow_sys_user_group.name"),
        ("salesforce_User.ProfileId", "salesforce_Profile.Id"), ("salesforce_User.UserRoleId", "salesforce_UserRole.Id"), ("salesforce_User.ManagerId", "salesforce_User.Id"),
        ("salesforce_UserRole.ParentRoleId", "salesforce_UserRole.Id"), ("salesforce_PermissionSetAssignment.AssigneeId", "salesforce_User.Id"),
        ("salesforce_PermissionSetAssignment.PermissionSetId", "salesforce_PermissionSet.Id"), ("salesforce_Account.ParentId", "salesforce_Account.Id"),
        ("salesforce_Account.OwnerId", "salesforce_User.Id"), ("salesforce_Account.CreatedById", "salesforce_User.Id"), ("salesforce_Contact.AccountId", "salesforce_Account.Id"),
        ("salesforce_Contact.OwnerId", "salesforce_User.Id"), ("salesforce_Opportunity.AccountId", "salesforce_Account.Id"), ("salesforce_Opportunity.OwnerId", "salesforce_User.Id"),
        ("salesforce_Opportunity.ContactId", "salesforce_Contact.Id"), ("zendesk_organizations.external_id", "salesforce_Account.Id"),
        ("zendesk_users.organization_id", "zendesk_organizations.id"), ("zendesk_users.external_id", "salesforce_Contact.Id"),
        ("zendesk_group_memberships.user_id", "zendesk_users.id"), ("zendesk_group_memberships.group_id", "zendesk_groups.id"),
        ("zendesk_tickets.requester_id", "zendesk_users.id"), ("zendesk_tickets.submitter_id", "zendesk_users.id"), ("zendesk_tickets.assignee_id", "zendesk_users.id"),
        ("zendesk_tickets.organization_id", "zendesk_organizations.id"), ("zendesk_tickets.group_id", "zendesk_groups.id"),
        ("bitbucket_repositories.project_key", "bitbucket_projects.key"), ("bitbucket_repo_permissions.repository", "bitbucket_repositories.slug"),
        ("bitbucket_repo_permissions.account_id", "atlassian_export_users.User id"),
    ]:
        t.join(a, b)
    mails = ["workday_workers.Email - Primary Work", "entra_users.userPrincipalName", "entra_users.mail", "intune_devices.Primary user UPN",
             "intune_devices.Primary user email address", "servicenow_sys_user.email", "salesforce_User.Email", "salesforce_User.FederationIdentifier",
             "zendesk_users.email", "salesforce_Contact.Email", "atlassian_export_users.email", "zoom_users.Email", "zoom_meetings_report.User Email",
             "adobe_users.Email", "adobe_users.Username", "duo_users.email"]
    logins = ["workday_workers.User Name", "servicenow_sys_user.user_name", "duo_users.username", "duo_authentication_log.User"]
    t.group("same person: e-mail", *mails)
    t.group("same person: user name", *logins)
    t.group("same person: employee number", "workday_workers.Employee ID", "servicenow_sys_user.employee_number", "salesforce_User.EmployeeNumber")
    t.group("same device: serial number", "intune_devices.Serial number", "servicenow_cmdb_ci_computer.serial_number")
    t.group("same device: name", "intune_devices.Device name", "servicenow_cmdb_ci_computer.name", "servicenow_incident.cmdb_ci")
    names = ["workday_workers.Worker", "workday_workers.Worker's Manager", "workday_cost_centers.Manager", "entra_users.displayName",
             "intune_devices.Primary user display name", "servicenow_sys_user.name", "servicenow_sys_user.manager", "servicenow_sys_user_group.manager",
             "servicenow_cmdb_ci_computer.assigned_to", "servicenow_incident.caller_id", "servicenow_incident.assigned_to", "salesforce_User.Name",
             "zendesk_users.name", "duo_users.realname", "atlassian_export_users.User name", "bitbucket_repo_permissions.display_name", "zoom_meetings_report.User Name"]
    for i, a in enumerate(names):
        for b in names[i + 1:]:
            t.optional(a, b)
    t.optional("zendesk_organizations.name", "salesforce_Account.Name")
    t.optional("workday_workers.Cost Center", "workday_cost_centers.Cost Center")
    t.optional("salesforce_PermissionSet.Name", "salesforce_PermissionSet.Label")
    for mail in mails:
        t.hard(mail, "duo_users.alias1", "local part")
        t.hard(mail, "salesforce_User.Username", "a suffix")
    t.hard("servicenow_incident.number", "duo_users.notes", "inside a sentence")
    t.hard("zendesk_organizations.domain_names", "salesforce_Account.Website", "host of a URL")
    t.hard("zendesk_organizations.domain_names", "salesforce_Contact.Email", "domain of an address")
    t.write()
