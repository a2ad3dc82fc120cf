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
  }
  export default jStat
}
