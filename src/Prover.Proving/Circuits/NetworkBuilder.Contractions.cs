using Prover.Verifier.Circuits;

namespace Prover.Proving.Circuits;

/// <content>Contractions with constant weights, and of two activations (design §3.4).</content>
public sealed partial class NetworkBuilder
{
    /// <summary>
    /// A convolution over the trailing axes: x [N, C, spatial...], weights [O, C / groups, kernel...] minus zero points, giving
    /// [N, O, spatial...]. Padding is by the zero point of x.
    /// </summary>
    /// <param name="node">The name of the layer.</param>
    /// <param name="x">The activation.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="bias">One integer per output channel, or null.</param>
    /// <param name="window">The window; its kernel sizes are those of the weights.</param>
    /// <param name="groups">The number of groups, a divisor of both channel counts.</param>
    public Accumulator Convolution(string node, Activation x, WeightTensor weights, int[]? bias, SpatialWindow window, int groups)
    {
        if (x.Rank != window.Rank + 2 || weights.Shape.Length != x.Rank || !weights.Shape.AsSpan(2).SequenceEqual(window.Kernel) ||
            groups < 1 || weights.Shape[1] * groups != x.Shape[1] || weights.Shape[0] % groups != 0)
        {
            throw new InvalidNetworkException(node, "the shapes of input, weights and window do not fit");
        }
        int outputs = weights.Shape[0];
        AxisWindow[] windows = AxisWindow.Of(node, window, x.Shape);
        x = PrepareWindows(node, x, windows, joinedAxis: groups == 1 ? 1 : -1);
        TensorView[] pieces = x.Pieces;
        if (groups > 1) (x, pieces) = SplitGroups(node, x, groups);

        // A view has the axes [N, groups, C / groups, spatial...]; row axes are batch, group, channel of the group, output positions.
        TensorView[] views = groups > 1 ? pieces : [.. pieces.Select(WithOneGroup)];
        var rowAxes = new RowAxes();
        ViewDigit[][] outer = views[0].Axes[..2];
        int batch = rowAxes.Add(outer[0]), group = rowAxes.Add(outer[1]);
        (ViewDigit[] channel, int channelVariable) = rowAxes.Add(outputs / groups);
        (ViewDigit[] Digits, int First)[] positions = [.. windows.Select(axis => rowAxes.Add(axis.Output))];
        int[] shared = [.. Enumerable.Range(group, outer[1].Length)];
        int[] ownVariables = [.. shared, .. Enumerable.Range(channelVariable, channel.Length)];
        ViewDigit[] own = [.. outer[1], .. channel];

        bool isPadded = windows.Any(axis => axis.Leaves);
        (int least, int greatest) = isPadded ? (Math.Min(0, x.StoredLow), Math.Max(0, x.StoredHigh)) : (x.StoredLow, x.StoredHigh);
        var bounds = new AccumulatorBounds(outputs);
        var terms = new List<ColumnTerm>();
        int start = 0;
        foreach (TensorView view in views)
        {
            int channels = DigitLists.Size(view.Axes[2]);
            int[] values = KeptWeights(weights, start, channels, windows);
            AddProducts(bounds, weights.Range, values, least, greatest);
            int[] taps = [.. windows.Where(axis => axis.Taps > 1).Select(axis => axis.Taps)];
            int[] innerSizes = [.. view.Axes[2].Select(digit => digit.Size), .. taps];
            TensorRead left = AddWeights(node, own, ownVariables, innerSizes, rowAxes, values, weights.Range is not null);
            var read = new ReadBuilder(view);
            read.Bind(view.Axes[0], batch);
            read.Bind(view.Axes[1], group);
            int firstTap = read.Bind(view.Axes[2], rowAxes.FirstInner);
            BindWindows(read, view, 3, windows, positions, firstTap);
            terms.Add(ColumnTerm.Of(new InnerProduct(innerSizes, shared, left, read.Build())));
            start += channels;
        }
        AddBias(node, weights, bias, own, group, bounds, terms);
        ViewDigit[][] axes = [outer[0], own, .. positions.Select(position => position.Digits)];
        return Accumulate(node, axes, terms, 1, bounds);
    }

    /// <summary>A matrix product with constant weights: x [..., K] times weights [K, O] (plus bias [O]) gives [..., O].</summary>
    public Accumulator MatMul(string node, Activation x, WeightTensor weights, int[]? bias)
    {
        int last = x.Rank - 1;
        if (x.Rank < 1 || weights.Shape.Length != 2 || weights.Shape[0] != x.Shape[last])
        {
            throw new InvalidNetworkException(node, "the shapes of input and weights do not fit");
        }
        if (!x.IsSingle && x.JoinAxis != last) x = Recommit(node, x);
        int outputs = weights.Shape[1];
        WeightTensor transposed = weights.Transpose(1, 0);
        var rowAxes = new RowAxes();
        ViewDigit[][] leading = x.Pieces[0].Axes[..last];
        // The pieces of a join may spell their leading axes differently.
        if (x.Pieces.Any(piece => !SameSizes(piece.Axes[..last], leading)))
        {
            x = Recommit(node, x);
            leading = x.Pieces[0].Axes[..last];
        }
        foreach (ViewDigit[] digits in leading) rowAxes.Add(digits);
        (ViewDigit[] channel, int channelVariable) = rowAxes.Add(outputs);
        var bounds = new AccumulatorBounds(outputs);
        var terms = new List<ColumnTerm>();
        int start = 0;
        foreach (TensorView view in x.Pieces)
        {
            int size = DigitLists.Size(view.Axes[last]), inner = rowAxes.FirstInner;
            int[] values = KeptWeights(transposed, start, size, []);
            AddProducts(bounds, weights.Range, values, x.StoredLow, x.StoredHigh);
            int[] innerSizes = [.. view.Axes[last].Select(digit => digit.Size)];
            TensorRead rows = AddWeights(node, channel, [channelVariable], innerSizes, rowAxes, values, weights.Range is not null);
            var read = new ReadBuilder(view);
            read.Bind(leading.Length == 0 ? [] : view.Axes[..last].SelectMany(digits => digits), 0);
            read.Bind(view.Axes[last], inner);
            terms.Add(ColumnTerm.Of(new InnerProduct(innerSizes, [], rows, read.Build())));
            start += size;
        }
        AddBias(node, weights, bias, channel, channelVariable, bounds, terms);
        return Accumulate(node, [.. leading, channel], terms, last, bounds);
    }

    /// <summary>
    /// A matrix product of two activations as in ONNX MatMul, 2 axes or more each: [..., M, K] times [..., K, N] gives
    /// [..., M, N], leading axes broadcast.
    /// </summary>
    public Accumulator MatMul(string node, Activation left, Activation right)
    {
        if (left.Rank < 2 || right.Rank < 2 || left.Shape[^1] != right.Shape[^2])
        {
            throw new InvalidNetworkException(node, "the shapes of the operands do not fit");
        }
        // Both operands as [batch..., M, N, K], each broadcast along the axis that it lacks.
        int rank = Math.Max(left.Rank, right.Rank);
        Activation a = Broadcast(node, left, rank), b = Broadcast(node, right, rank);
        int[] swap = [.. Enumerable.Range(0, rank - 2), rank - 1, rank - 2];
        a = Reshape(node, a, [.. a.Shape[..^1], 1, a.Shape[^1]]);
        b = Transpose(node, b, swap);
        b = Reshape(node, b, [.. b.Shape[..^2], 1, .. b.Shape[^2..]]);
        TensorView[] views = Align(node, [a, b]);
        var rowAxes = new RowAxes();
        ViewDigit[][] axes = [.. views[0].Axes[..^1].Select((digits, axis) => digits)];
        foreach (ViewDigit[] digits in axes) rowAxes.Add(digits);
        int[] innerSizes = [.. views[0].Axes[^1].Select(digit => digit.Size)];
        ViewDigit[][] rows = [.. views.Select(view => view.Axes[..^1].SelectMany(digits => digits).ToArray())];
        int[] shared = [.. Enumerable.Range(0, rows[0].Length).Where(digit => rows.All(list => list[digit].Axis >= 0))];
        TensorRead[] reads = [.. views.Select(view =>
        {
            var read = new ReadBuilder(view);
            read.Bind(view.Axes[..^1].SelectMany(digits => digits), 0);
            read.Bind(view.Axes[^1], rowAxes.FirstInner);
            return read.Build();
        })];
        int size = left.Shape[^1];
        var bounds = new AccumulatorBounds(1);
        bounds.Add(size, (left.StoredLow, left.StoredHigh), (right.StoredLow, right.StoredHigh));
        ledger.Of(node).Products += rowAxes.Count * size;
        return Accumulate(node, axes, [ColumnTerm.Of(new InnerProduct(innerSizes, shared, reads[0], reads[1]))], -1, bounds);
    }

    /// <summary>
    /// Binds the spatial axes of a view to output positions and to taps, which are numbered from <paramref name="tap"/> on.
    /// </summary>
    private static void BindWindows(
        ReadBuilder read, TensorView view, int firstAxis, AxisWindow[] windows, (ViewDigit[] Digits, int First)[] positions, int tap)
    {
        for (int axis = 0; axis < windows.Length; axis++)
        {
            if (view.Axes[firstAxis + axis].Length > 0)
            {
                read.Bind(view.Axes[firstAxis + axis][0], windows[axis].Index(positions[axis].First, tap));
            }
            if (windows[axis].Taps > 1) tap++;
        }
    }

    /// <summary>
    /// Adds weights [own axes..., inner axes...] to the model and returns their read; the inner variables follow the row axes.
    /// </summary>
    private TensorRead AddWeights(
        string node, ViewDigit[] own, int[] ownVariables, int[] innerSizes, RowAxes rowAxes, int[] values,
        bool isSecret)
    {
        int[] shape = DropOnes([.. own.Select(digit => digit.Size), .. innerSizes]);
        int tensor = AddModel(node, $"{node} weights", shape, values, isSecret: isSecret);
        ledger.Of(node).Products += rowAxes.Count * innerSizes.Aggregate(1L, (product, size) => product * size);
        return TensorView.Of(tensor, shape).Read(
            [.. ownVariables.AsSpan(0, own.Length), .. Enumerable.Range(rowAxes.FirstInner, innerSizes.Length)]);
    }

    private static TensorView WithOneGroup(TensorView view) => view with { Axes = [view.Axes[0], [], .. view.Axes[1..]] };

    /// <summary>Views the channels as [groups, channels of a group].</summary>
    private (Activation X, TensorView[] Pieces) SplitGroups(string node, Activation x, int groups)
    {
        int[] sizes = [groups, x.Shape[1] / groups];
        if (!x.IsSingle || DigitLists.Regroup(x.Pieces[0].Axes[1], sizes) is not ViewDigit[][] channels)
        {
            int[] lone = [.. Enumerable.Range(2, x.Rank - 2).Where(axis => x.Shape[axis] == 1 && x.Pieces[0].Axes[axis].Length == 1)];
            x = Recommit(node, x, lone);
            channels = DigitLists.Regroup(x.Pieces[0].Axes[1], sizes)!;
        }
        TensorView view = x.Pieces[0];
        view = view with { Axes = [view.Axes[0], .. channels, .. view.Axes[2..]] };
        return (x, [view]);
    }

    private void AddBias(
        string node, WeightTensor weights, int[]? bias, ViewDigit[] channel, int variable, AccumulatorBounds bounds, List<ColumnTerm> terms)
    {
        bool isSecret = HidesModel && weights.Range is not null;
        if (bias is null || (!isSecret && bias.All(value => value == 0))) return;
        if (bias.Length != bounds.Low.Length) throw new InvalidNetworkException(node, "the bias does not fit");
        if (isSecret)
        {
            bounds.Add(SecretBiasReach(node, bias, bounds));
        }
        else
        {
            bounds.Add(bias);
        }
        int[] shape = DropOnes(channel.Select(digit => digit.Size));
        int tensor = AddModel(node, $"{node} bias", shape, bias, isSecret: isSecret);
        terms.Add(ColumnTerm.Of(TensorView.Of(tensor, shape).Read([.. Enumerable.Range(variable, channel.Length)])));
    }

    /// <summary>Adds the products of weights, which are [channel, ...]: of any weights of their type where the model is hidden.</summary>
    private void AddProducts(AccumulatorBounds bounds, ElementRange? range, int[] values, int low, int high)
    {
        if (HidesModel && range is ElementRange known)
        {
            bounds.Add(values.Length / bounds.Low.Length, known, low, high);
        }
        else
        {
            bounds.Add(values, low, high);
        }
    }

    /// <summary>Layers of one or a few products are shifted by more than these reach.</summary>
    private const long LeastSecretBias = 1 << 18;

    /// <summary>
    /// How far from 0 the biases of a hidden model may be (SPEC §11.9): as far as the products, where these are few some way further, and
    /// as the field has room for.
    /// </summary>
    private static long SecretBiasReach(string node, int[] bias, AccumulatorBounds bounds)
    {
        long products = Math.Max(-bounds.Low[0], bounds.High[0]);
        long reach = Math.Min(Math.Max(products, LeastSecretBias), ((Verifier.Fields.KoalaBear.Order - 1) / 2) - products);
        long greatest = bias.Max(value => Math.Abs((long)value));
        return greatest <= reach ? reach : throw new InvalidNetworkException(
            node, $"a bias of {greatest} is beyond {reach}, which its secret weights do not explain; publish the weights (weights=public)");
    }

    /// <summary>The weights [O, C, kernel...] of some input channels and of the taps that read anything.</summary>
    private static int[] KeptWeights(WeightTensor weights, int firstChannel, int channels, AxisWindow[] windows)
    {
        int[] starts = [0, firstChannel, .. windows.Select(axis => axis.FirstTap)];
        int[] counts = [weights.Shape[0], channels, .. windows.Select(axis => axis.Taps)];
        if (counts.AsSpan().SequenceEqual(weights.Shape)) return weights.Values;
        var kept = new List<int>();
        void Copy(int axis, int position)
        {
            if (axis == counts.Length)
            {
                kept.Add(weights.Values[position]);
                return;
            }
            for (int i = 0; i < counts[axis]; i++) Copy(axis + 1, (position * weights.Shape[axis]) + starts[axis] + i);
        }
        Copy(0, 0);
        return [.. kept];
    }

    private static bool SameSizes(ViewDigit[][] a, ViewDigit[][] b) =>
        a.Zip(b, (x, y) => x.Select(digit => digit.Size).SequenceEqual(y.Select(digit => digit.Size))).All(same => same);

    /// <summary>Refuses bounds that the field could not tell apart (design §3.1): 2B must be below p.</summary>
    private static Accumulator Accumulate(
        string node, ViewDigit[][] axes, IEnumerable<ColumnTerm> terms, int channelAxis, AccumulatorBounds bounds)
    {
        long greatest = Math.Max(-bounds.Low.Min(), bounds.High.Max());
        if (2 * greatest >= Verifier.Fields.KoalaBear.Order)
        {
            throw new InvalidNetworkException(node, $"accumulators can reach {greatest}, half of the field's order or more");
        }
        return new(node, axes, [.. terms], channelAxis, bounds.Low, bounds.High);
    }
}
