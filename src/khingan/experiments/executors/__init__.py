"""Who fights the campaigns of an ensemble: the threads of this machine, or the nodes of a cluster."""
