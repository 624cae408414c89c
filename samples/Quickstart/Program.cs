// Old Faithful: eruptions of a geyser come in two kinds, short and long. Fits two components, watching every iteration, and draws a report.
using System.Reactive.Linq;
using StreamGmm;

var eruptions = DataFile.Read(Path.Combine(AppContext.BaseDirectory, "faithful.csv"));
Console.WriteLine($"Old Faithful: {eruptions}");

// Seeds at random, so that there is something to watch; the default seeding lands next to the answer.
var options = new FitOptions(components: 2) { Seeding = new Seeding.RandomSamples(), Seed = 1 };

var states = await Gmm.Observe(eruptions.Samples, options)
    .Do(state => Console.WriteLine($"  iteration {state.Iteration,2}   log-likelihood {state.LogLikelihood:F6}"))
    .ToList();
var fit = states[^1];

Console.WriteLine($"{fit.Status}: {fit.Mixture}, log-likelihood {fit.LogLikelihood:F4} a sample, {fit.TotalLogLikelihood:F2} in all");
for (var k = 0; k < fit.Mixture.Components; k++)
    Console.WriteLine($"  component {k}: weight {fit.Mixture.Weights[k]:F3}, mean {fit.Mixture.Means[k]}, covariance {fit.Mixture.Covariance(k)}");

double[][] waits = [[1.8, 52], [3.2, 68], [4.5, 82]];
foreach (var eruption in waits)
{
    var probabilities = fit.Mixture.Responsibilities(eruption);
    Console.WriteLine($"  {eruption[0]} min after {eruption[1]} min: component {fit.Mixture.Assign(eruption)}, probabilities {probabilities[0]:F4} and {probabilities[1]:F4}");
}

var page = Path.Combine(AppContext.BaseDirectory, "old-faithful.html");
File.WriteAllText(page, Report.Of(states, eruptions.Samples, new ReportOptions { Title = "Old Faithful", Columns = eruptions.Columns }).ToHtml());
Console.WriteLine($"To see it, iteration by iteration: {new Uri(page).AbsoluteUri}");
