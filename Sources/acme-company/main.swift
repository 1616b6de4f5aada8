print("acme-company")
