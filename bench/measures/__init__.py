"""One file a measure. Each has a function `measure(world, folder)` that gives what it found."""
