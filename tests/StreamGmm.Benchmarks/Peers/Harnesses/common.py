"""What the Python harnesses share: one problem's files, repeated runs within a budget of seconds, one JSON line."""
import json
import os
import time

import numpy as np


class Problem:
    """Samples (n x D) and a start: weights (K), means (K x D), covariances (K x D x D, or K x D for diagonal)."""

    def __init__(self, folder, shape):
        def read(name):
            return np.load(os.path.join(folder, name + ".npy"))

        self.shape = shape
        self.samples = read("samples")
        self.weights = read("weights").ravel()
        self.means = read("means")
        k, d = self.means.shape
        self.covariances = read("covariances").reshape((k, d, d) if shape == "full" else (k, d))


def repeat(run, budget, most=25):
    """Seconds of each run by the clock and of the processor: at least one, then as many as the budget allows."""
    times, processor = [], []
    total = time.perf_counter()
    while not times or (time.perf_counter() - total < budget and len(times) < most):
        start, used = time.perf_counter(), time.process_time()
        result = run()
        times.append(time.perf_counter() - start)
        processor.append(time.process_time() - used)
    return times, processor, result


def tell(**facts):
    print(json.dumps(facts), flush=True)
