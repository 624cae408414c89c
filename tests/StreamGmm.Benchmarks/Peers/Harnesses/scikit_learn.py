"""scikit-learn.

em FOLDER SHAPE ITERATIONS RIDGE THREADS BUDGET     iterations from the given start
score FOLDER SHAPE BUDGET                           predict_proba and score_samples under the given mixture
fit FOLDER COMPONENTS SEED                          GaussianMixture with its defaults
kmeans FOLDER COMPONENTS SEED                       KMeans with n_init=1
"""
import sys
import time
import warnings

import numpy as np
import sklearn
from sklearn.cluster import KMeans
from sklearn.mixture import GaussianMixture
from sklearn.mixture._gaussian_mixture import _compute_precision_cholesky

import common

warnings.filterwarnings("ignore")
KIND = {"full": "full", "diagonal": "diag"}


def factors_of(problem):
    return _compute_precision_cholesky(problem.covariances, KIND[problem.shape])


def mixture_of(problem, factors, ridge=0.0):
    mixture = GaussianMixture(len(problem.weights), covariance_type=KIND[problem.shape], reg_covar=ridge)
    mixture.weights_, mixture.means_, mixture.covariances_ = problem.weights, problem.means, problem.covariances
    mixture.precisions_cholesky_ = factors
    return mixture


def em(folder, shape, iterations, ridge, threads, budget):
    problem = common.Problem(folder, shape)
    factors = factors_of(problem)

    def run():
        # What the loop of fit() does, without validation, initialisation and the E-step after it.
        mixture = mixture_of(problem, factors, float(ridge))
        for _ in range(int(iterations)):
            log_density, log_responsibilities = mixture._e_step(problem.samples)
            mixture._m_step(problem.samples, log_responsibilities)
            mixture._compute_lower_bound(log_responsibilities, log_density)
        return mixture

    times, processor, mixture = common.repeat(run, float(budget))
    common.tell(version=sklearn.__version__, seconds=[t / int(iterations) for t in times],
                processor=[t / int(iterations) for t in processor], logLikelihood=mixture.score(problem.samples))


def score(folder, shape, budget):
    problem = common.Problem(folder, shape)
    mixture = mixture_of(problem, factors_of(problem))
    responsibilities, responsibilities_processor, r = common.repeat(lambda: mixture.predict_proba(problem.samples), float(budget))
    density, density_processor, p = common.repeat(lambda: mixture.score_samples(problem.samples), float(budget))
    common.tell(version=sklearn.__version__, responsibilities=responsibilities, logDensity=density,
                responsibilitiesProcessor=responsibilities_processor, logDensityProcessor=density_processor,
                checkResponsibilities=float((r * r).sum() / len(r)), checkLogDensity=float(p.mean()))


def fit(folder, components, seed):
    samples = np.load(f"{folder}/samples.npy")
    start, used = time.perf_counter(), time.process_time()
    mixture = GaussianMixture(int(components), random_state=int(seed)).fit(samples)
    seconds, processor = time.perf_counter() - start, time.process_time() - used
    common.tell(version=sklearn.__version__, seconds=seconds, processor=processor, iterations=int(mixture.n_iter_), value=mixture.score(samples))


def kmeans(folder, components, seed):
    samples = np.load(f"{folder}/samples.npy")
    start, used = time.perf_counter(), time.process_time()
    clusters = KMeans(int(components), n_init=1, random_state=int(seed)).fit(samples)
    seconds, processor = time.perf_counter() - start, time.process_time() - used
    common.tell(version=sklearn.__version__, seconds=seconds, processor=processor, iterations=int(clusters.n_iter_), value=float(clusters.inertia_))


{"em": em, "score": score, "fit": fit, "kmeans": kmeans}[sys.argv[1]](*sys.argv[2:])
