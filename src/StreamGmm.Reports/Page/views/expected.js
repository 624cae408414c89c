// What a mixture of one axis expects along it.

/** The heights of the components and of their sum: densities times a factor, at evenly spread places and around the means. */
class Expected {
  static steps = 480;

  constructor(mixture, factor, { from, to }) {
    Object.assign(this, { mixture, factor });
    const spread = Array.from({ length: Expected.steps + 1 }, (_, n) => from + n / Expected.steps * (to - from));
    const near = [...mixture.weights.keys()].flatMap(k => [-2, -1, -0.5, 0, 0.5, 1, 2].map(z => mixture.mean(k, 0) + z * mixture.deviation(k, 0)));
    this.us = [...spread, ...near.filter(u => u > from && u < to)].sort((a, b) => a - b);
    this.parts = Array.from({ length: mixture.size }, (_, k) => mixture.lnJointOver(k, this.us).map(value => factor * Math.exp(value)));
    this.sum = this.us.map((_, at) => this.parts.reduce((sum, part) => sum + part[at], 0));
  }

  /** The heights at one place. */
  at(u) {
    const parts = Array.from({ length: this.mixture.size }, (_, k) => this.factor * Math.exp(this.mixture.lnJoint(k, [u])));
    return { parts, sum: parts.reduce((sum, part) => sum + part, 0) };
  }

  /** Where the most likely component changes: halved in on from the places around. */
  get boundaries() {
    const { us, mixture } = this, found = [];
    const likeliest = u => {
      let best = 0;
      for (let k = 1; k < mixture.size; k++) if (mixture.lnJoint(k, [u]) > mixture.lnJoint(best, [u])) best = k;
      return best;
    };
    for (let at = 1, before = likeliest(us[0]); at < us.length; at++) {
      const now = likeliest(us[at]);
      if (now !== before) {
        let [low, high] = [us[at - 1], us[at]];
        for (let step = 0; step < 40; step++) {
          const middle = (low + high) / 2;
          if (likeliest(middle) === before) low = middle; else high = middle;
        }
        found.push(low);
      }
      before = now;
    }
    return found;
  }
}
