"""EM by hand in NumPy, as fast as NumPy allows: blocks that stay in the cache, a Python thread a core, BLAS with one thread in each.

em FOLDER SHAPE ITERATIONS RIDGE THREADS BUDGET

Up to 48 axes, and for diagonal covariances, a log density is linear in the features (x_i x_j, x_i, 1): the scores of a block are one
matrix product, and its statistics another. Beyond, a product with each component's inverse Cholesky factor is less work.
"""
import os
import sys

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"
from concurrent.futures import ThreadPoolExecutor

import numpy as np

import common

MOST_QUADRATIC_AXES = 48
BLOCK_BYTES = 3_000_000


def normalize(scores):
    """Scores become responsibilities, in place; gives the sum of the log densities."""
    top = scores.max(1)
    scores -= top[:, None]
    np.exp(scores, out=scores)
    total = scores.sum(1)
    scores /= total[:, None]
    return float((top + np.log(total)).sum())


class Features:
    """Scores and statistics as products with the features of a block."""

    def __init__(self, shape, axes, components):
        self.full, self.d, self.k = shape == "full", axes, components
        self.rows, self.columns = np.triu_indices(axes) if self.full else (np.arange(axes), np.arange(axes))
        self.width = len(self.rows) + axes

    def buffers(self, block):
        return np.empty((block, self.width)), np.empty((block, self.k))

    def parameters(self, weights, means, covariances):
        theta = np.empty((self.width, self.k))
        constant = np.log(weights) - 0.5 * self.d * np.log(2 * np.pi)
        for k in range(self.k):
            if self.full:
                precision = np.linalg.inv(covariances[k])
                constant[k] -= 0.5 * np.linalg.slogdet(covariances[k])[1]
            else:
                precision = np.diag(1 / covariances[k])
                constant[k] -= 0.5 * np.log(covariances[k]).sum()
            linear = precision @ means[k]
            theta[:-self.d, k] = -precision[self.rows, self.columns] * np.where(self.rows == self.columns, 0.5, 1.0)
            theta[-self.d:, k] = linear
            constant[k] -= 0.5 * linear @ means[k]
        return theta, constant

    def add(self, x, parameters, buffers, sums):
        features, scores = buffers[0][:len(x)], buffers[1][:len(x)]
        at = 0
        for j in range(self.d if self.full else 0):
            np.multiply(x[:, j:], x[:, j:j + 1], out=features[:, at:at + self.d - j])
            at += self.d - j
        if not self.full:
            np.multiply(x, x, out=features[:, :self.d])
        features[:, -self.d:] = x
        np.matmul(features, parameters[0], out=scores)
        scores += parameters[1]
        sums[0] += normalize(scores)
        sums[1] += scores.sum(0)
        sums[2] += scores.T @ features

    def moments(self, sums):
        first = sums[2][:, -self.d:]
        if not self.full:
            return first, sums[2][:, :self.d]
        second = np.empty((self.k, self.d, self.d))
        second[:, self.rows, self.columns] = second[:, self.columns, self.rows] = sums[2][:, :-self.d]
        return first, second

    def zero(self):
        return [0.0, np.zeros(self.k), np.zeros((self.k, self.width))]


class Triangles:
    """Scores and statistics component by component, for many axes."""

    def __init__(self, axes, components):
        self.d, self.k, self.width = axes, components, 2 * axes

    def buffers(self, block):
        return np.empty((block, self.d)), np.empty((block, self.k))

    def parameters(self, weights, means, covariances):
        lower = np.linalg.cholesky(covariances)
        whitening = np.ascontiguousarray(np.linalg.inv(lower).transpose(0, 2, 1))
        centre = np.einsum("kd,kde->ke", means, whitening)
        constant = np.log(weights) - 0.5 * self.d * np.log(2 * np.pi) - np.log(np.einsum("kdd->kd", lower)).sum(1)
        return whitening, centre, constant

    def add(self, x, parameters, buffers, sums):
        y, scores = buffers[0][:len(x)], buffers[1][:len(x)]
        for k in range(self.k):
            np.matmul(x, parameters[0][k], out=y)
            y -= parameters[1][k]
            scores[:, k] = np.einsum("ij,ij->i", y, y)
        scores *= -0.5
        scores += parameters[2]
        sums[0] += normalize(scores)
        sums[1] += scores.sum(0)
        sums[2] += scores.T @ x
        for k in range(self.k):
            np.multiply(x, scores[:, k:k + 1], out=y)
            sums[3][k] += y.T @ x

    def moments(self, sums):
        return sums[2], sums[3]

    def zero(self):
        return [0.0, np.zeros(self.k), np.zeros((self.k, self.d)), np.zeros((self.k, self.d, self.d))]


def em(folder, shape, iterations, ridge, threads, budget):
    problem = common.Problem(folder, shape)
    n, d = problem.samples.shape
    k = len(problem.weights)
    form = Triangles(d, k) if shape == "full" and d > MOST_QUADRATIC_AXES else Features(shape, d, k)
    # Raw second moments are exact enough only about the mean of the data.
    origin = problem.samples.mean(0)
    samples = problem.samples - origin
    block = int(np.clip(BLOCK_BYTES // (8 * (form.width + 2 * k)), 256, 4096))
    cuts = np.linspace(0, n, int(threads) + 1).astype(int)
    buffers = [form.buffers(block) for _ in range(int(threads))]

    def share(t, parameters):
        sums = form.zero()
        for start in range(cuts[t], cuts[t + 1], block):
            form.add(samples[start:min(start + block, cuts[t + 1])], parameters, buffers[t], sums)
        return sums

    def sweep(pool, mixture):
        parameters = form.parameters(*mixture)
        parts = list(pool.map(lambda t: share(t, parameters), range(int(threads))))
        return [sum(column) for column in zip(*parts)]

    def run():
        mixture = problem.weights, problem.means - origin, problem.covariances
        for _ in range(int(iterations)):
            sums = sweep(pool, mixture)
            mass = sums[1]
            first, second = form.moments(sums)
            means = first / mass[:, None]
            if shape == "full":
                covariances = second / mass[:, None, None] - means[:, :, None] * means[:, None, :]
                covariances[:, range(d), range(d)] += float(ridge)
            else:
                covariances = second / mass[:, None] - means * means + float(ridge)
            mixture = mass / n, means, covariances
        return mixture

    with ThreadPoolExecutor(int(threads)) as pool:
        times, processor, mixture = common.repeat(run, float(budget))
        common.tell(version=np.__version__, seconds=[t / int(iterations) for t in times],
                    processor=[t / int(iterations) for t in processor], logLikelihood=sweep(pool, mixture)[0] / n)


{"em": em}[sys.argv[1]](*sys.argv[2:])
