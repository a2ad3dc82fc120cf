/** The part of jStat this project calls; the library ships no types. */
declare module 'jstat' {
  interface ContinuousDistribution<Parameters extends readonly number[]> {
    cdf(x: number, ...parameters: Parameters): number
    inv(probability: number, ...parameters: Parameters): number
  }

  const jStat: {
    readonly beta: ContinuousDistribution<[alpha: number, beta: number]>
    readonly chisquare: ContinuousDistribution<[degreesOfFreedom: number]>
    readonly normal: ContinuousDistribution<[mean: number, standardDeviation: number]>
    readonly beta: ContinuousDistribution<[a: number, b: number]>
    readonly gamma: ContinuousDistribution<[shape: number, scale: number]>
    betaln(a: number, b: number): number
  }
  export default jStat
}
