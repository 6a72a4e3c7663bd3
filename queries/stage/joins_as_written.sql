SET disabled_optimizers = 'build_side_probe_side'
