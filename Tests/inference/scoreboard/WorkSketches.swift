/// Schemas of work: personnel with histories, a forum, flights.
extension Sketch {
    /// Histories whose keys take two and three fields.
    static let personnel = Sketch(
        name: "personnel",
        tables: [
            TableSketch(
                "departments", rows: 9, key: ["dept_no"], label: ["dept_no", "dept_name"],
                [
                    "dept_no": .code("d0##"),
                    "dept_name": .each([
                        "Marketing", "Finance", "Human Resources", "Production", "Development",
                        "Quality", "Sales", "Research", "Support",
                    ]),
                ]),
            TableSketch(
                "employees", rows: 900, key: ["emp_no"],
                [
                    "emp_no": .counter(10001), "birth_date": .date, "first_name": .first,
                    "last_name": .last, "gender": .choice(["M", "F"]), "hire_date": .date,
                ]),
            TableSketch(
                "dept_emp", rows: 1100, key: ["emp_no", "dept_no"],
                [
                    "emp_no": .link("employees.emp_no"), "dept_no": .link("departments.dept_no"),
                    "from_date": .date, "to_date": .date,
                ]),
            TableSketch(
                "dept_manager", rows: 24, key: ["emp_no", "dept_no"],
                [
                    "emp_no": .link("employees.emp_no"), "dept_no": .link("departments.dept_no"),
                    "from_date": .date, "to_date": .date,
                ]),
            TableSketch(
                "salaries", rows: 6000, key: ["emp_no", "from_date"],
                [
                    "emp_no": .link("employees.emp_no"), "salary": .whole(38000...120000),
                    "from_date": .date, "to_date": .date,
                ]),
            TableSketch(
                "titles", rows: 2500, key: ["emp_no", "title", "from_date"],
                [
                    "emp_no": .link("employees.emp_no"),
                    "title": .choice(["Engineer", "Senior Engineer", "Staff", "Assistant"]),
                    "from_date": .choice(["2015-01-01", "2018-01-01", "2021-01-01"]),
                    "to_date": .choice(["2017-12-31", "9999-01-01"]),
                ]),
        ])

    /// Posts that answer posts, and four tables that all call their key `Id`.
    static let forum = Sketch(
        name: "forum",
        tables: [
            TableSketch(
                "Users", rows: 400, key: ["Id"],
                [
                    "Id": .rising(1), "Reputation": .whole(1...9000), "CreationDate": .date,
                    "DisplayName": .full, "Location": .city, "Views": .whole(0...500),
                    "UpVotes": .whole(0...300),
                ]),
            TableSketch(
                "PostTypes", rows: 5, key: ["Id"], label: ["Name"],
                [
                    "Id": .counter(1),
                    "Name": .each(["Question", "Answer", "Wiki", "Excerpt", "Nomination"]),
                ]),
            TableSketch(
                "Posts", rows: 2000, key: ["Id"], label: ["Title"],
                [
                    "Id": .rising(1), "PostTypeId": .link("PostTypes.Id"),
                    "ParentId": .blank(40, .link("Posts.Id")), "CreationDate": .date,
                    "Score": .whole(-5...60), "ViewCount": .whole(0...5000),
                    "OwnerUserId": .blank(2, .link("Users.Id")), "Title": .title(4),
                    "AnswerCount": .whole(0...9), "Body": .sentence,
                ]),
            TableSketch(
                "Comments", rows: 3000, key: ["Id"],
                [
                    "Id": .rising(100), "PostId": .link("Posts.Id"), "Score": .whole(0...12),
                    "Text": .sentence, "CreationDate": .date, "UserId": .link("Users.Id"),
                ]),
            TableSketch(
                "Badges", rows: 900, key: ["Id"],
                [
                    "Id": .rising(1), "UserId": .link("Users.Id"),
                    "Name": .choice(["Teacher", "Student", "Editor", "Scholar", "Critic"]),
                    "Date": .date, "Class": .whole(1...3),
                ]),
            TableSketch(
                "Votes", rows: 5000, key: ["Id"],
                [
                    "Id": .rising(1), "PostId": .link("Posts.Id"),
                    "VoteTypeId": .whole(1...15), "CreationDate": .date,
                ]),
            TableSketch(
                "PostLinks", rows: 300, key: ["Id"],
                [
                    "Id": .rising(19), "CreationDate": .date, "PostId": .link("Posts.Id"),
                    "RelatedPostId": .link("Posts.Id"), "LinkTypeId": .choice(["1", "3"]),
                ]),
        ])

    /// Public codes as keys, two fields of one flight that name the same object, measures everywhere.
    static let flights = Sketch(
        name: "flights",
        tables: [
            TableSketch(
                "airlines", rows: 14, key: ["carrier"], label: ["carrier", "name"],
                ["carrier": .code("@@"), "name": .title(3)]),
            TableSketch(
                "airports", rows: 300, key: ["iata"], label: ["iata", "name"],
                [
                    "iata": .code("@@@"), "name": .title(4), "lat": .decimal(20...70),
                    "lon": .decimal(20...120), "alt": .whole(-10...2500),
                    "tz": .choice(["-5", "-6", "-7", "-8"]), "city": .city,
                ]),
            TableSketch(
                "planes", rows: 500, key: ["tailnum"], label: ["tailnum"],
                [
                    "tailnum": .code("N###@@"), "year": .whole(1985...2020),
                    "manufacturer": .choice(["BOEING", "AIRBUS", "EMBRAER", "CESSNA"]),
                    "model": .choice(["A320-232", "737-824", "EMB-145XR", "172N"]),
                    "engines": .whole(1...4), "seats": .whole(2...400),
                ]),
            TableSketch(
                "flights", rows: 6000, key: [],
                [
                    "year": .choice(["2024"]), "month": .whole(1...12), "day": .whole(1...28),
                    "dep_time": .whole(500...2300), "dep_delay": .blank(3, .whole(-20...300)),
                    "carrier": .link("airlines.carrier"), "flight": .whole(1...3000),
                    "tailnum": .blank(2, .link("planes.tailnum")),
                    "origin": .link("airports.iata"), "dest": .link("airports.iata"),
                    "air_time": .whole(30...600), "distance": .whole(80...4000),
                ]),
        ])
}
