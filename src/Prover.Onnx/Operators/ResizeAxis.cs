using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;

namespace Prover.Onnx.Operators;

/// <summary>How Resize maps one axis: ONNX Runtime's float32 coordinates.</summary>
/// <param name="Input">The size of the axis.</param>
/// <param name="Output">The size after resizing.</param>
/// <param name="Scale">The factor.</param>
/// <param name="Coordinates">The coordinate transformation mode.</param>
internal readonly record struct ResizeAxis(int Input, int Output, float Scale, string Coordinates)
{
    /// <summary>Whether the axis stays as it is.</summary>
    internal bool IsSame => Input == Output && Scale == 1f;

    /// <summary>The axes of a Resize or Upsample node.</summary>
    /// <exception cref="UnsupportedOperatorException">Sizes or scales are missing, or computed at run time.</exception>
    internal static ResizeAxis[] Read(GraphNode node, int[] shape, LoweringContext context)
    {
        bool isOld = node.Operator == "Upsample" || context.Graph.Opset < 11;
        string coordinates = isOld ? "asymmetric" : node.Attributes.Text("coordinate_transformation_mode", "half_pixel");
        int rank = shape.Length;
        int[] listed = node.Attributes.Ints("axes") ?? [.. Enumerable.Range(0, rank)];
        int scaleSlot = isOld ? 1 : 2;
        long[]? sizes = !isOld && LoweringContext.Has(node, 3) ? context.Constant(node, 3).ToInt64() : null;
        float[] scales = sizes is not null ? []
            : LoweringContext.Has(node, scaleSlot) ? context.Floats(node, scaleSlot)
            : node.Attributes.Floats("scales") ?? [];
        if ((sizes?.Length ?? scales.Length) != listed.Length)
        {
            throw new UnsupportedOperatorException("sizes or scales that do not belong to its axes");
        }

        if (sizes is not null && CommonScale(node, sizes, [.. listed.Select(axis => shape[(axis + rank) % rank])]) is { } common)
        {
            scales = [.. listed.Select(_ => common)];
            sizes = [.. listed.Select(axis => (long)MathF.Round(common * shape[(axis + rank) % rank], MidpointRounding.AwayFromZero))];
        }

        var axes = new ResizeAxis[rank];
        for (int axis = 0; axis < rank; axis++)
        {
            int at = Array.FindIndex(listed, entry => (entry + rank) % rank == axis);
            int size = shape[axis];
            float scale = at < 0 ? 1f : at < scales.Length ? scales[at] : sizes![at] / (float)size;
            int output = at < 0 ? size : sizes is null ? (int)MathF.Floor(size * scale) : (int)sizes[at];
            axes[axis] = output > 0
                ? new ResizeAxis(size, output, scale, coordinates)
                : throw new UnsupportedOperatorException($"axis {axis} becomes empty");
        }

        return axes;
    }

    /// <summary>The factor of all axes where their proportions are kept; null where each has its own.</summary>
    private static float? CommonScale(GraphNode node, long[] sizes, int[] lengths)
    {
        float[] scales = [.. sizes.Select((size, i) => size / (float)lengths[i])];
        return node.Attributes.Text("keep_aspect_ratio_policy", "stretch") switch
        {
            "stretch" => null,
            "not_larger" => scales.Min(),
            "not_smaller" => scales.Max(),
            var other => throw new UnsupportedOperatorException($"keep_aspect_ratio_policy {other}"),
        };
    }

    /// <summary>The input coordinate of an output.</summary>
    internal float Original(int position)
    {
        float x = position;
        switch (Coordinates)
        {
            case "asymmetric":
                return x / Scale;
            case "pytorch_half_pixel":
                return Output > 1 ? ((x + 0.5f) / Scale) - 0.5f : 0f;
            case "tf_half_pixel_for_nn":
                return (x + 0.5f) / Scale;
            case "align_corners":
                return Output == 1 ? 0f : x * (Input - 1) / (Output - 1);
            case "half_pixel_symmetric":
                float adjustment = Output / (Scale * Input);
                float offset = Input / 2f * (1f - adjustment);
                return offset + ((x + 0.5f) / Scale) - 0.5f;
            case "half_pixel":
                return ((x + 0.5f) / Scale) - 0.5f;
            default:
                throw new UnsupportedOperatorException($"coordinate_transformation_mode {Coordinates}");
        }
    }

    /// <summary>The input position that each output takes in the nearest mode.</summary>
    internal int[] Nearest(string mode)
    {
        ResizeAxis axis = this;
        int Position(int output)
        {
            float x = axis.Original(output);
            float rounded = mode switch
            {
                "round_prefer_floor" => x == (int)x + 0.5f ? MathF.Floor(x) : MathF.Round(x, MidpointRounding.AwayFromZero),
                "round_prefer_ceil" => MathF.Round(x, MidpointRounding.AwayFromZero),
                "floor" => MathF.Floor(x),
                "ceil" => MathF.Ceiling(x),
                "simple" => axis.Scale < 1 ? MathF.Ceiling(x) : (int)x,
                _ => throw new UnsupportedOperatorException($"nearest_mode {mode}"),
            };
            return (int)Math.Clamp(rounded, 0, axis.Input - 1);
        }

        return IsSame ? [.. Enumerable.Range(0, Input)] : [.. Enumerable.Range(0, Output).Select(Position)];
    }

    /// <summary>The weights [Input, Output] of linear interpolation.</summary>
    internal double[,] Linear()
    {
        double[,] weights = new double[Input, Output];
        for (int output = 0; output < Output; output++)
        {
            float x = Math.Clamp(Original(output), 0f, Input - 1);
            int first = Math.Min((int)x, Input - 1);
            int second = Math.Min(first + 1, Input - 1);
            float fraction = first == second ? 0.5f : MathF.Abs(x - first);
            weights[first, output] += first == second ? 0.5f : MathF.Abs(x - second);
            weights[second, output] += fraction;
        }

        return weights;
    }

    /// <summary>The weights [Input, Output] of cubic interpolation.</summary>
    /// <param name="a">The coefficient.</param>
    /// <param name="excludesOutside">Whether elements beyond the ends do not count, instead of repeating those at the ends.</param>
    internal double[,] Cubic(double a, bool excludesOutside)
    {
        double[,] weights = new double[Input, Output];
        for (int output = 0; output < Output; output++)
        {
            double x = Original(output);
            int start = (int)Math.Floor(x);
            double s = x - start;
            double[] taps =
            [
                (((((a * (s + 1)) - (5 * a)) * (s + 1)) + (8 * a)) * (s + 1)) - (4 * a),
                ((((a + 2) * s) - (a + 3)) * s * s) + 1,
                ((((a + 2) * (1 - s)) - (a + 3)) * (1 - s) * (1 - s)) + 1,
                (((((a * (2 - s)) - (5 * a)) * (2 - s)) + (8 * a)) * (2 - s)) - (4 * a),
            ];
            double sum = 0;
            for (int tap = 0; tap < taps.Length; tap++)
            {
                int at = start - 1 + tap;
                taps[tap] = excludesOutside && (at < 0 || at >= Input) ? 0 : taps[tap];
                sum += taps[tap];
            }

            for (int tap = 0; tap < taps.Length; tap++)
            {
                weights[Math.Clamp(start - 1 + tap, 0, Input - 1), output] += excludesOutside ? taps[tap] / sum : taps[tap];
            }
        }

        return weights;
    }
}
