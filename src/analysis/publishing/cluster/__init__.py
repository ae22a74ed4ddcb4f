"""The reports of a run on the workers of a cluster (dask.distributed), the same files as on one machine."""
