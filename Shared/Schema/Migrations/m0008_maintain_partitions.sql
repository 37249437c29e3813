SELECT maintain_partitions();
