"""Who is asking and what they may do: login, guards, request validation and the headers of every answer."""
