// Armadillo's gmm_full and gmm_diag.   em FOLDER SHAPE ITERATIONS RIDGE THREADS BUDGET
// learn() keeps the model it is given and does no k-means; its ridge is a floor under the variances. OpenMP takes the threads from the environment.
#include <armadillo>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

static double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

// A float64 array in NumPy's format 1.0, row after row; an Armadillo matrix of its columns is its transpose.
static std::vector<double> read(const std::string& path, size_t& rows, size_t& columns) {
  FILE* file = fopen(path.c_str(), "rb");
  unsigned char head[10];
  if (!file || fread(head, 1, 10, file) != 10) { fprintf(stderr, "cannot read %s\n", path.c_str()); exit(2); }
  std::string header(head[8] + 256 * head[9], ' ');
  if (fread(&header[0], 1, header.size(), file) != header.size()) exit(2);
  size_t at = header.find("'shape': (") + 10;
  rows = strtoull(header.c_str() + at, nullptr, 10);
  columns = strtoull(header.c_str() + header.find(',', at) + 1, nullptr, 10);
  std::vector<double> values(rows * columns);
  if (fread(values.data(), 8, values.size(), file) != values.size()) exit(2);
  fclose(file);
  return values;
}

template <typename Model, typename Spread>
static void em(Model& model, const arma::mat& samples, const arma::mat& means, const Spread& spread, const arma::rowvec& weights, int iterations, double ridge, double budget) {
  std::string times, processor;
  double total = now();
  for (int run = 0; run == 0 || (now() - total < budget && run < 25); run++) {
    model.set_params(means, spread, weights);
    double start = now();
    clock_t used = clock();
    if (!model.learn(samples, means.n_cols, arma::eucl_dist, arma::keep_existing, 0, iterations, ridge, false)) { fprintf(stderr, "learn() failed\n"); exit(1); }
    char text[40];
    snprintf(text, sizeof text, "%s%.9g", run ? ", " : "", (now() - start) / iterations);
    times += text;
    snprintf(text, sizeof text, "%s%.9g", run ? ", " : "", double(clock() - used) / CLOCKS_PER_SEC / iterations);
    processor += text;
  }
  double sum = arma::accu(model.log_p(samples));
  printf("{\"version\": \"%d.%d.%d\", \"seconds\": [%s], \"processor\": [%s], \"logLikelihood\": %.17g}\n",
    arma::arma_version::major, arma::arma_version::minor, arma::arma_version::patch, times.c_str(), processor.c_str(), sum / samples.n_cols);
}

int main(int argc, char** argv) {
  if (argc != 8 || std::string(argv[1]) != "em") { fprintf(stderr, "em FOLDER SHAPE ITERATIONS RIDGE THREADS BUDGET\n"); return 2; }
  std::string folder = std::string(argv[2]) + "/", shape = argv[3];
  int iterations = atoi(argv[4]);
  double ridge = atof(argv[5]), budget = atof(argv[7]);
  size_t n, k, d, rows, columns;
  auto x = read(folder + "samples.npy", n, d);
  auto w = read(folder + "weights.npy", k, columns);
  auto m = read(folder + "means.npy", rows, columns);
  auto s = read(folder + "covariances.npy", rows, columns);
  arma::mat samples(x.data(), d, n, false), means(m.data(), d, k);
  arma::rowvec weights(w.data(), k);
  if (shape == "full") {
    arma::gmm_full model;
    em(model, samples, means, arma::cube(s.data(), d, d, k), weights, iterations, ridge, budget);
  } else {
    arma::gmm_diag model;
    em(model, samples, means, arma::mat(s.data(), d, k), weights, iterations, ridge, budget);
  }
}
