using FsCheck;
using FsCheck.Fluent;
using Prover.Verifier.Fields;

namespace Prover.Verifier.Tests.Fields;

/// <summary>Random field elements with the extremes overrepresented, and how properties are checked.</summary>
internal static class FieldArbitraries
{
    private static readonly uint[] Extremes =
        [0, 1, 2, KoalaBear.Order - 1, KoalaBear.Order - 2, KoalaBear.Order / 2, 33554430, 1 << 24, (1u << 31) - (1u << 25)];

    internal static Gen<KoalaBear> BaseElements { get; } = Gen.Frequency(
        (1, Gen.Elements(Extremes).Select(KoalaBear.FromRepresentative)),
        (3, Gen.Choose(0, (int)(KoalaBear.Order - 1)).Select(value => KoalaBear.FromRepresentative((uint)value))));

    internal static Arbitrary<KoalaBear> Base { get; } = Arb.From(BaseElements);

    internal static Arbitrary<KoalaBear5> Extension { get; } = Arb.From(
        BaseElements.ArrayOf(KoalaBear5.Degree).Select(c => new KoalaBear5(c[0], c[1], c[2], c[3], c[4])));

    /// <summary>Checks a property on 500 cases that are the same in every run.</summary>
    internal static void Holds(this Property property) =>
        property.Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(20261121UL, 4242424243UL));
}
