// What a plot can look along: the axes of the data, and the first two principal axes.

/** A direction through the data: its scores are Wᵀ(u − c) in page units. */
class Direction {
  constructor({ key, name, center, scale, vector, origin, histogram }) {
    Object.assign(this, { key, name, center, scale, vector, origin, histogram });
  }

  /** All directions of a payload: the axes by number, then the principal axes. */
  static all({ axes, samples, principal }) {
    const zero = new Float64Array(axes.length);
    const found = axes.map((axis, j) => new Direction({
      key: String(j), name: axis.name, center: axis.center, scale: axis.scale, origin: zero,
      vector: Float64Array.from(zero, (_, i) => i === j ? 1 : 0), histogram: samples?.histograms?.[j],
    }));
    (principal?.directions ?? []).forEach((vector, index) => found.push(new Direction({
      key: `p${index}`, name: `principal axis ${index + 1} (${Format.percent(principal.explained[index])} of the variance)`,
      center: 0, scale: 1, vector, origin: principal.center, histogram: principal.histograms?.[index],
    })));
    return found;
  }

  axis(from, to) {
    return new Axis({ name: this.name, center: this.center, scale: this.scale, from, to });
  }

  /** The scores of rows of D numbers. */
  scores(rows, dimension) {
    const count = rows.length / dimension, scores = new Float32Array(count);
    const used = [...this.vector.keys()].filter(j => this.vector[j] !== 0);
    for (let n = 0; n < count; n++) {
      let sum = 0;
      for (const j of used) sum += this.vector[j] * (rows[n * dimension + j] - this.origin[j]);
      scores[n] = sum;
    }
    return scores;
  }

  /** The mixture of the scores along some directions. */
  static project(mixture, directions) {
    const moved = mixture.project(directions.map(direction => direction.vector), new Float64Array(mixture.dimension));
    const d = directions.length;
    directions.forEach((direction, a) => {
      const shift = direction.vector.reduce((sum, weight, j) => sum + weight * direction.origin[j], 0);
      for (let k = 0; k < moved.size; k++) moved.means[k * d + a] -= shift;
    });
    return moved;
  }

  /** The ends of a view: all that there is, or, when a few lie far away, where nearly all are. */
  static ends(scores, mixture, a) {
    const reach = [];
    const heaviest = mixture ? Math.max(...mixture.weights) : 0;
    if (mixture)
      for (let k = 0; k < mixture.size; k++)
        if (mixture.weights[k] > 1e-3 * heaviest) reach.push(mixture.mean(k, a) - 3 * mixture.deviation(k, a), mixture.mean(k, a) + 3 * mixture.deviation(k, a));
    let all = [...reach], most = reach;
    if (scores?.length) {
      const sorted = Float32Array.from(scores).sort(), at = share => sorted[Math.round(share * (sorted.length - 1))];
      all = [...reach, sorted[0], sorted[sorted.length - 1]];
      most = [...reach, at(0.002), at(0.998)];
    }
    const pad = values => {
      const from = Math.min(...values), to = Math.max(...values), room = to > from ? 0.04 * (to - from) : 1;
      return [from - room, to + room];
    };
    const whole = pad(all), usual = pad(most);
    return { whole, usual: whole[1] - whole[0] > 1.6 * (usual[1] - usual[0]) ? usual : whole };
  }
}
