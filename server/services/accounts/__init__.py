"""People, devices, logins and what protects them."""
