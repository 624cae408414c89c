// The mathematics on mixtures, in page units. No DOM.

/** Numbers that the page carries as base64, little end first. */
const Packed = {
  bytes: text => Uint8Array.from(atob(text), character => character.charCodeAt(0)),
  floats: text => new Float32Array(Packed.bytes(text).buffer),
  integers: text => new Int32Array(Packed.bytes(text).buffer),
};

/** A Gaussian mixture: K weights, means K × D, covariances K × D(D+1)/2 as packed lower triangles by rows. */
class Mixture {
  /** A pivot below this part of its variance is taken for rounding of a singular covariance. */
  static smallestPivot = 1e-14;

  constructor(dimension, weights, means, covariances) {
    this.dimension = dimension;
    this.size = weights.length;
    this.weights = weights;
    this.means = means;
    this.covariances = covariances;
    this.triangle = dimension * (dimension + 1) / 2;
  }

  /** The mixtures that follow one another in an array of floats, with so many components each. Covariances are there as Cholesky factors. */
  static unpack(floats, sizes, dimension) {
    const triangle = dimension * (dimension + 1) / 2;
    let offset = 0;
    const next = length => Float64Array.from(floats.subarray(offset, offset += length));
    return sizes.map(size => new Mixture(dimension, next(size), next(size * dimension), squared(next(size * triangle), dimension)));
  }

  mean(k, j) {
    return this.means[k * this.dimension + j];
  }

  covariance(k, i, j) {
    const row = Math.max(i, j), column = Math.min(i, j);
    return this.covariances[k * this.triangle + row * (row + 1) / 2 + column];
  }

  deviation(k, j) {
    return Math.sqrt(this.covariance(k, j, j));
  }

  /** The mixture of Wᵀ(x − c): one direction a row of W. */
  project(directions, center) {
    const { size: K, dimension: D } = this, d = directions.length;
    const means = new Float64Array(K * d), covariances = new Float64Array(K * d * (d + 1) / 2);
    const turned = new Float64Array(D);
    for (let k = 0, at = 0; k < K; k++) {
      for (let a = 0; a < d; a++) {
        for (let j = 0; j < D; j++) {
          means[k * d + a] += directions[a][j] * (this.mean(k, j) - center[j]);
          turned[j] = 0;
          for (let i = 0; i < D; i++) turned[j] += directions[a][i] * this.covariance(k, i, j);
        }
        for (let b = 0; b <= a; b++, at++)
          for (let j = 0; j < D; j++) covariances[at] += turned[j] * directions[b][j];
      }
    }
    return new Mixture(d, this.weights, means, covariances);
  }

  /** The mixture of some of the axes. */
  marginal(axes) {
    const means = [], covariances = [];
    for (let k = 0; k < this.size; k++)
      axes.forEach((i, row) => {
        means.push(this.mean(k, i));
        axes.slice(0, row + 1).forEach(j => covariances.push(this.covariance(k, i, j)));
      });
    return new Mixture(axes.length, this.weights, Float64Array.from(means), Float64Array.from(covariances));
  }

  /** What scores are made of: the Cholesky factors L, their inverses, L⁻¹μ, and ln π − ln|L| − D/2 ln 2π. */
  get whitened() {
    return this.factors ??= whiten(this);
  }

  /** ln πₖ N(x; μₖ, Σₖ). */
  lnJoint(k, x) {
    const { inverses, shifts, constants } = this.whitened, D = this.dimension;
    let square = 0;
    for (let i = 0, at = k * this.triangle; i < D; i++) {
      let z = -shifts[k * D + i];
      for (let j = 0; j <= i; j++, at++) z += inverses[at] * x[j];
      square += z * z;
    }
    return constants[k] - square / 2;
  }

  /** ln Σ πₖ N(x; μₖ, Σₖ), with the largest term taken out first. */
  lnDensity(x) {
    let largest = -Infinity;
    const terms = [];
    for (let k = 0; k < this.size; k++) {
      terms.push(this.lnJoint(k, x));
      largest = Math.max(largest, terms[k]);
    }
    if (largest === -Infinity) return largest;
    return largest + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - largest), 0));
  }

  /** How likely each component is to have given x: K numbers with sum 1. */
  responsibilities(x) {
    const total = this.lnDensity(x);
    return Array.from({ length: this.size }, (_, k) => total === -Infinity ? 1 / this.size : Math.exp(this.lnJoint(k, x) - total));
  }

  /** For each of `count` rows its most likely component and the responsibility of that one. */
  assign(rows, count) {
    const { inverses, shifts, constants } = this.whitened, { dimension: D, size: K, triangle } = this;
    const component = new Uint16Array(count), certainty = new Float32Array(count), terms = new Float64Array(K);
    // e⁻¹⁶ is below what float32 tells from 1: the squares of such a term need not be summed to their end.
    const negligible = 16;
    let likely = 0;
    for (let n = 0; n < count; n++) {
      const row = n * D, guess = likely;
      let largest = -Infinity;
      for (let step = 0; step < K; step++) {
        const k = step === 0 ? guess : step <= guess ? step - 1 : step; // the component of the row before comes first
        const limit = 2 * (constants[k] - largest + negligible);
        let square = 0;
        for (let i = 0, at = k * triangle; i < D && square <= limit; i++) {
          let z = -shifts[k * D + i];
          for (let j = 0; j <= i; j++, at++) z += inverses[at] * rows[row + j];
          square += z * z;
        }
        terms[k] = square <= limit ? constants[k] - square / 2 : -Infinity;
        if (terms[k] > largest) {
          largest = terms[k];
          likely = k;
        }
      }
      let sum = 0;
      for (let k = 0; k < K; k++) if (terms[k] > largest - negligible) sum += Math.exp(terms[k] - largest);
      component[n] = likely;
      certainty[n] = sum > 0 ? 1 / sum : 1 / K;
    }
    return { component, certainty };
  }

  /** ln πₖ N over the grid of xs and ys (or over xs alone), row after row of ys; the mixture has as many axes. */
  lnJointOver(k, xs, ys = [0]) {
    const values = new Float64Array(xs.length * ys.length), point = [0, 0];
    for (let row = 0, at = 0; row < ys.length; row++) {
      point[1] = ys[row];
      for (let column = 0; column < xs.length; column++, at++) {
        point[0] = xs[column];
        values[at] = this.lnJoint(k, point);
      }
    }
    return values;
  }

  /** A closed curve σ standard deviations around the mean of a component of a mixture of two axes. */
  ellipse(k, sigma, steps = 96) {
    const { roots } = this.whitened, [a, b, c] = roots.subarray(3 * k, 3 * k + 3);
    return Array.from({ length: steps }, (_, step) => {
      const angle = 2 * Math.PI * step / steps, x = sigma * Math.cos(angle), y = sigma * Math.sin(angle);
      return [this.mean(k, 0) + a * x, this.mean(k, 1) + b * x + c * y];
    });
  }

  /**
   * The ln densities at the rims of the smallest regions that hold these shares of the probability of a mixture of two axes:
   * quantiles of the density at points spread evenly over each component.
   */
  rims(shares, points = 4096) {
    const { roots } = this.whitened, found = [], golden = Math.PI * (3 - Math.sqrt(5));
    for (let k = 0; k < this.size; k++) {
      const [a, b, c] = roots.subarray(3 * k, 3 * k + 3), count = Math.ceil(points * this.weights[k]);
      for (let n = 0; n < count; n++) {
        const radius = Math.sqrt(-2 * Math.log(1 - (n + 0.5) / count));
        const x = radius * Math.cos(golden * n), y = radius * Math.sin(golden * n);
        found.push([this.lnDensity([this.mean(k, 0) + a * x, this.mean(k, 1) + b * x + c * y]), this.weights[k] / count]);
      }
    }
    found.sort((one, other) => other[0] - one[0]);
    return shares.map(share => {
      let held = 0, before = 0, level = found[0][0];
      for (const [next, part] of found) {
        const middle = held + part / 2;
        if (middle >= share) return level + (next - level) * (share - before) / (middle - before);
        [held, before, level] = [held + part, middle, next];
      }
      return level;
    });
  }
}

/** L Lᵀ of packed lower triangles that follow one another. */
function squared(factors, dimension) {
  const products = new Float64Array(factors.length), triangle = dimension * (dimension + 1) / 2;
  for (let start = 0; start < factors.length; start += triangle)
    for (let i = 0, at = start, row = start; i < dimension; row += ++i)
      for (let j = 0, other = start; j <= i; other += ++j, at++)
        for (let m = 0; m <= j; m++) products[at] += factors[row + m] * factors[other + m];
  return products;
}

/** Cholesky factors of all components, their inverses, and the constants of their log densities. */
function whiten({ dimension: D, size: K, triangle, weights, means, covariances }) {
  const roots = new Float64Array(K * triangle), inverses = new Float64Array(K * triangle);
  const shifts = new Float64Array(K * D), constants = new Float64Array(K);
  for (let k = 0; k < K; k++) {
    const start = k * triangle, at = (i, j) => start + i * (i + 1) / 2 + j;
    constants[k] = Math.log(weights[k]) - D / 2 * Math.log(2 * Math.PI);
    for (let i = 0; i < D; i++) {
      for (let j = 0; j <= i; j++) {
        let rest = covariances[at(i, j)];
        for (let m = 0; m < j; m++) rest -= roots[at(i, m)] * roots[at(j, m)];
        roots[at(i, j)] = i > j
          ? rest / roots[at(j, j)]
          : Math.sqrt(Math.max(rest, Mixture.smallestPivot * covariances[at(i, i)], Number.MIN_VALUE));
      }
      constants[k] -= Math.log(roots[at(i, i)]);
      inverses[at(i, i)] = 1 / roots[at(i, i)];
      for (let j = 0; j < i; j++) {
        let sum = 0;
        for (let m = j; m < i; m++) sum += roots[at(i, m)] * inverses[at(m, j)];
        inverses[at(i, j)] = -sum * inverses[at(i, i)];
      }
      for (let j = 0; j <= i; j++) shifts[k * D + i] += inverses[at(i, j)] * means[k * D + j];
    }
  }
  return { roots, inverses, shifts, constants };
}
