"""What `./run` and `./test` start: embedded servers, the portal's processes, their supervisor."""
