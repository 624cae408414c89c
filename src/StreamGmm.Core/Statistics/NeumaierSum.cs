namespace StreamGmm;

/// <summary>A sum that carries its rounding error along (Neumaier, 1974). Two of them add in either order to the same bits.</summary>
internal readonly record struct NeumaierSum(double Sum, double Compensation)
{
    public double Value => Sum + Compensation;

    public static NeumaierSum operator +(NeumaierSum a, double x)
    {
        var sum = a.Sum + x;
        if (!double.IsFinite(sum))
            return new NeumaierSum(sum, 0);
        var lost = Math.Abs(a.Sum) >= Math.Abs(x) ? (a.Sum - sum) + x : (x - sum) + a.Sum;
        return new NeumaierSum(sum, a.Compensation + lost);
    }

    public static NeumaierSum operator +(NeumaierSum a, NeumaierSum b)
    {
        var sum = (a with { Compensation = 0 }) + b.Sum;
        return sum with { Compensation = sum.Compensation + (a.Compensation + b.Compensation) };
    }

    /// <summary>Nothing is left of a sum taken no times, though it be −∞.</summary>
    public static NeumaierSum operator *(NeumaierSum a, double factor) => factor == 0 ? default : new(a.Sum * factor, a.Compensation * factor);
}
