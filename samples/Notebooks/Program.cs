// Four notebooks on Gaussian mixtures, done again with StreamGmm: what each of them printed, beside what comes out here.
// "-- 2" runs notebook 2 alone; without a number all four are run and the figures counted.
using Notebooks;

Func<Report, Task>[] notebooks = [Notebook0.Run, Notebook1.Run, Notebook2.Run, Notebook3.Run];
if (args.Length > 1 || (args.Length == 1 && (!int.TryParse(args[0], out var number) || number < 0 || number >= notebooks.Length)))
{
    await Console.Error.WriteLineAsync($"'{string.Join(' ', args)}' is no notebook: give one number from 0 to {notebooks.Length - 1}, or nothing for all.");
    return 2;
}

var report = new Report(Console.Out);
foreach (var run in args is [var only] ? [notebooks[int.Parse(only)]] : notebooks)
    await run(report);
report.Close();
return report.Reproduced == report.Figures ? 0 : 1;
