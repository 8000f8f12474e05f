namespace Prover.Onnx.Tests.Layers;

/// <summary>Random rearrangements of elements: parts, repetitions, picked elements, blocks, mirrored edges.</summary>
internal static class MovementLayers
{
    internal static LayerCase Split(int seed)
    {
        var c = new LayerCase(seed);
        (float scale, int zero) = (c.Scale(0.05), c.Zero(c.Type));
        bool isEven = c.Random.Next(2) == 0;
        string x = c.RealInput(scale, zero, 1, isEven && c.Opset >= 18 ? 7 : 6, 4, 3);
        string[] parts = isEven && c.Opset >= 18
            ? c.Model.Nodes("Split", [x], 4, ("axis", 1), ("num_outputs", 4))
            : isEven ? c.Model.Nodes("Split", [x], 3, ("axis", 1))
            : c.Model.Nodes("Split", [x, Longs(c, 1, 3, 2)], 3, ("axis", -3));
        string joined = c.Model.Node("Concat", [.. parts.Reverse()], ("axis", 1));
        return c.QuantizedOutput(joined, c.Pick(scale, 0.07f), zero);
    }

    internal static LayerCase Repeat(int seed)
    {
        var c = new LayerCase(seed);
        (float scale, int zero) = (c.Scale(0.05), c.Zero(c.Type));
        string y = c.Random.Next(3) switch
        {
            0 => c.Model.Node("Expand", [c.RealInput(scale, zero, 1, 3, 1, 4), Longs(c, 2, 1, 5, 1)]),
            1 => c.Model.Node("Expand", [c.RealInput(scale, zero, 3, 1), Longs(c, 1, 2, 1, 5)]),
            _ => c.Model.Node("Tile", [c.RealInput(scale, zero, 2, 3, 4), Longs(c, c.Next(1, 2), c.Next(1, 3), c.Next(1, 3))]),
        };
        return c.QuantizedOutput(y, c.Pick(scale, 0.07f), zero);
    }

    internal static LayerCase Gather(int seed)
    {
        var c = new LayerCase(seed);
        (float scale, int zero) = (c.Scale(0.05), c.Zero(c.Type));
        string x = c.RealInput(scale, zero, 1, 4, 5, 3);
        int axis = c.Next(1, 3);
        string Indices(int along, params int[] shape)
        {
            int size = new[] { 1, 4, 5, 3 }[along];
            long[] values = [.. Enumerable.Range(0, shape.Aggregate(1, static (n, length) => n * length))
                .Select(_ => (long)c.Random.Next(-size, size))];
            return c.Model.Constant(values, shape);
        }

        string y = c.Random.Next(4) switch
        {
            0 => c.Model.Node("Gather", [x, Indices(axis, 2, 3)], ("axis", axis)),
            1 => c.Model.Node("Gather", [x, Indices(axis)], ("axis", axis - 4)),
            2 => c.Model.Node("GatherElements", [x, Indices(2, 1, 4, 2, 3)], ("axis", 2)),
            _ => c.Model.Node("GatherND", [x, c.Model.Constant(new long[] { 0, 3, 4, 0, -1, 1 }, 2, 3)]),
        };
        return c.QuantizedOutput(y, c.Pick(scale, 0.07f), zero);
    }

    internal static LayerCase Blocks(int seed)
    {
        var c = new LayerCase(seed);
        (float scale, int zero) = (c.Scale(0.05), c.Zero(c.Type));
        string y = c.Random.Next(3) switch
        {
            0 => c.Model.Node("DepthToSpace", [c.RealInput(scale, zero, 1, 8, 3, 2)], ("blocksize", 2)),
            1 => c.Model.Node("DepthToSpace", [c.RealInput(scale, zero, 1, 18, 2, 2)], ("blocksize", 3), ("mode", "CRD")),
            _ => c.Model.Node("SpaceToDepth", [c.RealInput(scale, zero, 1, 2, 4, 6)], ("blocksize", 2)),
        };
        return c.QuantizedOutput(y, c.Pick(scale, 0.07f), zero);
    }

    internal static LayerCase Pad(int seed)
    {
        var c = new LayerCase(seed);
        (float scale, int zero) = (c.Scale(0.05), c.Zero(c.Type));
        string x = c.RealInput(scale, zero, 1, 2, 4, 5);
        string mode = c.Opset >= 19 ? c.Pick("reflect", "edge", "wrap", "constant") : c.Pick("reflect", "edge", "constant");
        long[] pads = [0, 0, c.Next(-1, 2), c.Next(0, 3), 0, 0, c.Next(-1, 2), c.Next(-2, 3)];
        string y = c.Model.Node("Pad", [x, c.Model.Constant(pads, 8)], ("mode", mode));
        return c.QuantizedOutput(y, c.Pick(scale, 0.07f), zero);
    }

    /// <summary>A join with constants, quantised and float, before and after other moves.</summary>
    internal static LayerCase JoinConstants(int seed)
    {
        var c = new LayerCase(seed);
        (float scale, int zero) = (c.Scale(0.05), c.Zero(c.Type));
        string x = c.RealInput(scale, zero, 1, 2, 3);
        float[] reals = [.. Enumerable.Range(0, 6).Select(_ => (float)((c.Random.NextDouble() * 8) - 4))];
        string constant = c.Random.Next(2) == 0
            ? c.Model.Constant(reals, 1, 2, 3)
            : c.RealConstant(c.Weights(6), [1, 2, 3], [0.03f], 0);
        string y = c.Model.Node("Concat", [constant, x], ("axis", c.Next(1, 2)));
        return c.QuantizedOutput(c.Model.Node("Transpose", [y], ("perm", new[] { 0, 2, 1 })), 0.06f, zero);
    }

    /// <summary>Moves behind the last quantised value, which both sides compute.</summary>
    internal static LayerCase Head(int seed)
    {
        var c = new LayerCase(seed);
        string x = c.RealInput(c.Scale(0.05), c.Zero(c.Type), 1, 4, 6);
        string y = c.Model.Node("Softmax", [x], ("axis", 2));
        string[] parts = c.Model.Nodes("Split", [y, Longs(c, 2, 4)], 2, ("axis", 2));
        string slice = c.Model.Node("Slice", [parts[1], Longs(c, 3), Longs(c, 0), Longs(c, 2), Longs(c, -2)]);
        string tiled = c.Model.Node("Tile", [slice, Longs(c, 1, 2, 1)]);
        string picked = c.Model.Node("Gather", [tiled, Longs(c, 5, 0, 0, 7)], ("axis", 1));
        return c.Output(c.Model.Node("Concat", [picked, parts[0], parts[1]], ("axis", 2)));
    }

    private static string Longs(LayerCase c, params long[] values) => c.Model.Constant(values, values.Length);
}
