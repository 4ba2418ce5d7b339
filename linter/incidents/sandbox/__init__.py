"""A stand-in of the services on the loopback interface: to rehearse, and to test against every fault there is."""
