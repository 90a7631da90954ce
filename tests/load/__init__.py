"""The benchmark: this server and a bare one in the same run, told as ratios (`make bench`)."""
