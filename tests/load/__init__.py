"""The benchmark: this server and a bare one in the same run, reported as ratios (`make bench`)."""
