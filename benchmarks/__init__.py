"""zorgkaart beside other tools, on one machine in one run: ``python -m benchmarks``."""
