"""What a stranger sees first: the invented sites over loopback HTTP, embedded Postgres, `make run`."""
