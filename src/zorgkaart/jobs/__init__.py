"""Many pieces of work: in this process, in processes of this machine, or on a dask cluster."""
