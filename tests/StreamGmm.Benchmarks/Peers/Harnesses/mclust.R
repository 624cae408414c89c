# mclust's em(), one thread.   em FOLDER SHAPE ITERATIONS RIDGE THREADS BUDGET
# It has no ridge: it takes part where that is 0.
suppressMessages(library(mclust))
arguments <- commandArgs(TRUE)
folder <- arguments[2]
shape <- arguments[3]
iterations <- as.integer(arguments[4])
budget <- as.numeric(arguments[7])

# A float64 array in NumPy's format 1.0, given as its transpose: R stores columns, NumPy rows.
transposed <- function(name) {
  file <- file(file.path(folder, paste0(name, ".npy")), "rb")
  on.exit(close(file))
  head <- readBin(file, "raw", 10)
  header <- rawToChar(readBin(file, "raw", as.integer(head[9]) + 256L * as.integer(head[10])))
  size <- as.integer(strsplit(gsub(" ", "", sub(".*\\(([^)]*)\\).*", "\\1", header)), ",")[[1]])
  matrix(readBin(file, "double", prod(size), endian = "little"), nrow = size[2])
}

samples <- t(transposed("samples"))
weights <- as.vector(transposed("weights"))
means <- transposed("means")
d <- nrow(means)
k <- ncol(means)
s <- transposed("covariances")
if (d == 1) {
  model <- "V"
  variance <- list(modelName = model, d = 1, G = k, sigmasq = as.vector(s))
  samples <- as.vector(samples)
  means <- as.vector(means)
} else if (shape == "full") {
  model <- "VVV"
  sigma <- array(s, c(d, d, k))
  variance <- list(modelName = model, d = d, G = k, sigma = sigma, cholsigma = array(apply(sigma, 3, chol), c(d, d, k)))
} else {
  model <- "VVI"
  scale <- exp(colMeans(log(s)))
  variance <- list(modelName = model, d = d, G = k, scale = scale, shape = sweep(s, 2, scale, "/"))
}
parameters <- list(pro = weights, mean = means, variance = variance)
control <- emControl(tol = c(0, 0), itmax = c(iterations, iterations))
seconds <- c()
processor <- c()
begun <- proc.time()[["elapsed"]]
repeat {
  start <- proc.time()
  fit <- em(modelName = model, data = samples, parameters = parameters, control = control, warn = FALSE)
  now <- proc.time()
  seconds <- c(seconds, (now[["elapsed"]] - start[["elapsed"]]) / iterations)
  processor <- c(processor, sum(now[1:2] - start[1:2]) / iterations)
  if (now[["elapsed"]] - begun >= budget || length(seconds) >= 25) break
}
value <- mean(dens(modelName = model, data = samples, parameters = fit$parameters, logarithm = TRUE))
cat(sprintf('{"version": "%s", "seconds": [%s], "processor": [%s], "logLikelihood": %.17g}\n',
  packageVersion("mclust"), paste(sprintf("%.9g", seconds), collapse = ", "), paste(sprintf("%.9g", processor), collapse = ", "), value))
