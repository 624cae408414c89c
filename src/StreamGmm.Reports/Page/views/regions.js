// Density contours and decision boundaries of a mixture of two axes, over what a plot shows.

/** Curves from a grid of values that reaches a little beyond the frame of a plot. */
class Regions {
  /** Pixels between the points of the grid: curves between them are interpolated. */
  static grain = 3;

  constructor(plot, mixture) {
    const { frame } = plot, grain = Math.max(Regions.grain, Math.sqrt(frame.width * frame.height * mixture.size / 1e6));
    this.columns = Math.ceil(frame.width / grain) + 5;
    this.rows = Math.ceil(frame.height / grain) + 5;
    this.toPixel = (column, row) => [frame.left + (column - 2.5) * grain, frame.top + (row - 2.5) * grain];
    const xs = Array.from({ length: this.columns }, (_, n) => plot.unitX(this.toPixel(n + 0.5, 0)[0]));
    const ys = Array.from({ length: this.rows }, (_, n) => plot.unitY(this.toPixel(0, n + 0.5)[1]));
    this.joint = k => mixture.lnJointOver(k, xs, ys);
    this.mixture = mixture;
  }

  /** ln of the density at the points of the grid. */
  lnDensity() {
    const { size } = this.mixture, terms = Array.from({ length: size }, (_, k) => this.joint(k));
    return terms[0].map((_, at) => {
      let largest = -1e300, sum = 0;
      for (const term of terms) largest = Math.max(largest, term[at]);
      for (const term of terms) sum += Math.exp(term[at] - largest);
      return largest + Math.log(sum);
    });
  }

  /** The closed curves around all that is at least a level, in pixels. */
  rings(values, level) {
    return d3.contours().size([this.columns, this.rows]).smooth(true).contour(values, level).coordinates
      .flat().map(ring => ring.map(([column, row]) => this.toPixel(column, row)));
  }

  /** Where the most likely component changes: for each component the rim of where it is the most likely one. */
  boundaries() {
    const { size } = this.mixture, first = this.joint(0).fill(-1e300), second = first.slice(), most = new Int32Array(first.length).fill(-1);
    for (let k = 0; k < size; k++)
      this.joint(k).forEach((value, at) => {
        if (value > first[at]) [second[at], first[at], most[at]] = [first[at], value, k];
        else if (value > second[at]) second[at] = value;
      });
    const owners = new Set(most);
    if (owners.size < 2) return [];
    return [...owners].filter(k => k >= 0).flatMap(k => {
      const lead = this.joint(k).map((value, at) => Math.max(-1e6, value - (most[at] === k ? second[at] : first[at])));
      return this.rings(lead, 0);
    });
  }
}
