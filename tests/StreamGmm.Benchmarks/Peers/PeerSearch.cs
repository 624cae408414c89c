using System.Runtime.Intrinsics;

namespace StreamGmm.Benchmarks.Peers;

/// <summary>Which other systems are installed here, and how to install the others.</summary>
internal sealed class PeerSearch : IDisposable
{
    /// <summary>OpenBLAS that does not know a new processor falls back to kernels for old ones; named, it takes those that the processor can run.</summary>
    private static readonly Dictionary<string, string> WideBlas = Vector512.IsHardwareAccelerated
        ? new Dictionary<string, string> { ["OPENBLAS_CORETYPE"] = "SKYLAKEX" }
        : [];

    private readonly string folder = Directory.CreateTempSubdirectory("streamgmm-harness-").FullName;
    private readonly List<HarnessContestant> found = [];

    public PeerSearch(PeerOptions options)
    {
        string[] pythons = options.Python is { } given ? [given] : ["python3", "/usr/bin/python3", "python"];
        Python = pythons.FirstOrDefault(path => Harness.Execute([path, "-c", "import sklearn"]).Exit == 0);
        if (Python is null)
        {
            Missing.Add("scikit-learn and blocked NumPy: no Python with scikit-learn. Debian: apt-get install python3-sklearn libopenblas0-pthread");
        }
        else
        {
            ScikitLearn = new Harness([Python, Harness.Source("scikit_learn.py")], WideBlas);
            Add(new("scikit-learn", ScikitLearn with { Environment = new Dictionary<string, string>() }));
            if (WideBlas.Count > 0)
                Add(new("scikit-learn (AVX-512 BLAS)", ScikitLearn));
            Add(new("blocked NumPy", new([Python, Harness.Source("blocked_numpy.py")], WideBlas)));
        }

        if (Takes("Armadillo"))
            AddArmadillo();
        if (Harness.Execute(["Rscript", "-e", "library(mclust)"]).Exit == 0)
            Add(new("mclust", new(["Rscript", Harness.Source("mclust.R")], WideBlas), HasRidge: false));
        else
            Missing.Add("mclust: no R with mclust. Debian: apt-get install r-base-core r-cran-mclust");

        void Add(HarnessContestant contestant)
        {
            if (Takes(contestant.Name))
                found.Add(contestant);
        }

        bool Takes(string name) => !options.Without.Any(left => name.StartsWith(left, StringComparison.OrdinalIgnoreCase));

        void AddArmadillo()
        {
            var program = Path.Combine(folder, "armadillo");
            var built = Harness.Execute(["g++", "-O3", "-march=native", "-fopenmp", "-DARMA_NO_DEBUG", Harness.Source("armadillo.cpp"), "-o", program, "-larmadillo"]);
            if (built.Exit == 0)
                Add(new("Armadillo", new([program], WideBlas)));
            else
                Missing.Add("Armadillo: no g++ with the library. Debian: apt-get install g++ libarmadillo-dev");
        }
    }

    /// <summary>The peers that take part.</summary>
    public IReadOnlyList<HarnessContestant> Found => found;

    /// <summary>A line for each that does not, with how to install it.</summary>
    public List<string> Missing { get; } = [];

    /// <summary>The Python that has scikit-learn; null where none has.</summary>
    public string? Python { get; }

    /// <summary>scikit-learn with the BLAS kernels that the processor can run; null where it is missing.</summary>
    public Harness? ScikitLearn { get; }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    public void Print()
    {
        Console.WriteLine($"peers: {(found.Count > 0 ? string.Join(", ", found.Select(peer => peer.Name)) : "none")}");
        foreach (var line in Missing)
            Console.WriteLine($"  not here: {line}");
    }
}
