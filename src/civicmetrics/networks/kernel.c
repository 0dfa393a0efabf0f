/* Inner loops, mostly over compressed neighbour lists. Every function here has a plain numpy twin that
   gives the same values; a machine without a C compiler uses the twin.
   ptr[n+1], adj[ptr[n]] are a CSR graph with each list sorted; ids are 0..n-1. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef int32_t i32;
typedef int64_t i64;
/* One breadth-first pass per source yields betweenness, its squares over sources, edge betweenness,
   sums of distances and of 1/distance (per source, and per node over the sources with squares),
   reach and reach within two steps, and the distance histogram.
   Lists that lead one step away from the source are remembered, so the way back has no branches. */
int shortest_paths(i32 n, const i64 *ptr, const i32 *adj, i32 sources, const i32 *source, double *between,
                   double *squares, double *edge, double *sum, double *harmonic, i32 *reach, i32 *near, i64 *histogram,
                   double *nearness, double *nearness_squares)
{
    size_t room = (size_t)n + 1, arcs = (size_t)ptr[n] + 1;
    double *paths = calloc(room, sizeof(double)), *share = calloc(room, sizeof(double));
    i32 *distance = malloc(room * sizeof(i32)), *queue = malloc(room * sizeof(i32)), *ahead = malloc(arcs * sizeof(i32));
    i64 *begin = malloc((room + 1) * sizeof(i64)), *place = malloc(arcs * sizeof(i64));
    int failed = !paths || !share || !distance || !queue || !ahead || !begin || !place;
    if (failed) goto out;
    for (i32 v = 0; v < n; v++) distance[v] = -1;
    for (i32 z = 0; z < sources; z++) {
        i32 s = source[z], head = 0, tail = 1, two = 0;
        i64 found = 0;
        double far = 0, close = 0;
        queue[0] = s; distance[s] = 0; paths[s] = 1;
        for (; head < tail; head++) {
            i32 v = queue[head], next = distance[v] + 1;
            double mine = paths[v];
            begin[head] = found;
            for (i64 e = ptr[v], end = ptr[v + 1]; e < end; e++) {
                i32 w = adj[e], d = distance[w];
                ahead[found] = w; place[found] = e;
                if (d < 0) { distance[w] = next; paths[w] = mine; queue[tail++] = w; found++; }
                else if (d == next) { paths[w] += mine; found++; }
            }
        }
        begin[head] = found;
        for (i32 q = tail - 1; q >= 0; q--) {
            i32 v = queue[q], d = distance[v];
            double mine = paths[v], gathered = 0;
            for (i64 f = begin[q]; f < begin[q + 1]; f++) {
                double part = share[ahead[f]];
                gathered += part;
                edge[place[f]] += part * mine;
            }
            distance[v] = -1;
            if (!q) break;
            double depends = gathered * mine;
            share[v] = (1.0 + depends) / mine;
            between[v] += depends;
            squares[v] += depends * depends;
            double inverse = 1.0 / d;
            nearness[v] += inverse; nearness_squares[v] += inverse * inverse;
            far += d; close += inverse; two += d <= 2;
            histogram[d]++;
        }
        sum[s] = far; harmonic[s] = close; reach[s] = tail - 1; near[s] = two;
    }
out:
    free(paths); free(share); free(distance); free(queue); free(ahead); free(begin); free(place);
    return failed;
}

/* Steps between all pairs, out[n * n], those out of reach one step beyond the longest. */
static int all_steps(i32 n, const i64 *ptr, const i32 *adj, double *out)
{
    i32 *queue = malloc(((size_t)n + 1) * sizeof(i32));
    i64 pairs = (i64)n * n;
    double longest = 0;
    if (!queue) return 1;
    for (i32 s = 0; s < n; s++) {
        double *row = out + (i64)s * n;
        for (i32 v = 0; v < n; v++) row[v] = -1;
        i32 head = 0, tail = 1;
        queue[0] = s; row[s] = 0;
        while (head < tail) {
            i32 v = queue[head++];
            for (i64 e = ptr[v]; e < ptr[v + 1]; e++)
                if (row[adj[e]] < 0) { row[adj[e]] = row[v] + 1; queue[tail++] = adj[e]; }
        }
        longest = fmax(longest, row[queue[tail - 1]]);
    }
    for (i64 p = 0; p < pairs; p++) if (out[p] < 0) out[p] = longest + 1;
    free(queue);
    return 0;
}

/* Drawing. Rows have `PAD` zeros behind them, so that steps of four may run over their ends. */
enum { PAD = 3, AXES = 4, TURNS = 8, KEPT = 2, LOOSE = 40, LONGEST_STEP = 20 };
static const double GOLDEN = 2.399963, RELAXED = 1.85, ROUGH = 0.4, SMOOTH = 0.01;

/* Four doubles at a time where the machine can; the values are the same. */
#if defined(__x86_64__) && defined(__GLIBC__) && !defined(__clang__)
#define WIDE __attribute__((target_clones("avx2", "default")))
#define INSIDE static inline __attribute__((always_inline))
#else
#define WIDE
#define INSIDE static inline
#endif

/* Pulls between i and four others; a fixed number lets the compiler use vectors. */
INSIDE void pull_four(double x, double y, const double *restrict xs, const double *restrict ys,
                             const double *restrict inverse, double *restrict rx, double *restrict ry,
                             double *restrict fx, double *restrict fy, double *restrict total)
{
    for (int k = 0; k < 4; k++) {
        double dx = x - xs[k], dy = y - ys[k], gap = sqrt(dx * dx + dy * dy + 1e-18);
        double drawn = gap * inverse[k], pull = inverse[k] / gap;
        dx *= pull; dy *= pull;
        fx[k] += dx; fy[k] += dy;
        rx[k] -= dx; ry[k] -= dy;
        total[k] += drawn * (drawn - 2);
    }
}

/* One look at all pairs for stress majorisation; inverse[n * (n + PAD)] is 1 / wanted distance.
   right[2 * (n + PAD)]: all x, then all y, like at. The stress without a constant. */
INSIDE double pulls(i32 n, const double *at, const double *inverse, double *right)
{
    i32 wide = n + PAD;
    const double *xs = at, *ys = at + wide;
    double *rx = right, *ry = right + wide, total[4] = {0, 0, 0, 0};
    memset(right, 0, 2 * (size_t)wide * sizeof(double));
    for (i32 i = 0; i < n; i++) {
        const double *row = inverse + (i64)i * wide;
        double fx[4] = {0, 0, 0, 0}, fy[4] = {0, 0, 0, 0};
        for (i32 j = i + 1; j < n; j += 4) pull_four(xs[i], ys[i], xs + j, ys + j, row + j, rx + j, ry + j, fx, fy, total);
        rx[i] += (fx[0] + fx[1]) + (fx[2] + fx[3]);
        ry[i] += (fy[0] + fy[1]) + (fy[2] + fy[3]);
    }
    return 2 * ((total[0] + total[1]) + (total[2] + total[3]));
}

/* matrix[(n + PAD) * (n + PAD)], symmetric, zeros behind and below, becomes its inverse without the first row and
   column: the sweep operator (Goodnight 1979), four pivots at a time, under the diagonal. 0 when it fails. */
WIDE static int invert(i32 n, double *matrix, double *rows)
{
    i64 wide = n + PAD;
    double *swept = rows + 4 * wide;
    for (i32 k = 1; k < n; k += 4) {
        i32 many = n - k < 4 ? n - k : 4;
        memset(rows, 0, 4 * (size_t)wide * sizeof(double));
        for (i32 r = k; r < k + many; r++) for (i32 j = 1; j < n; j++)
            rows[(r - k) * wide + j] = j < r ? matrix[r * wide + j] : matrix[j * wide + r];
        memcpy(swept, rows, 4 * (size_t)wide * sizeof(double));
        for (i32 p = 0; p < many; p++) {
            double *top = swept + p * wide, pivot = top[k + p];
            if (!(pivot > 0)) return 0;
            top[k + p] = 1;
            for (i32 j = 1; j < n; j++) top[j] /= pivot;
            for (i32 r = 0; r < many; r++) {
                double *row = swept + r * wide, part = row[k + p];
                if (r == p) continue;
                row[k + p] = 0;
                for (i32 j = 1; j < n; j++) row[j] -= part * top[j];
            }
        }
        for (i32 i = 1; i < n; i++) {
            const double *f = rows + i;
            for (i32 j = 1; j <= i; j += 4) {
                const double *restrict t = swept + j;
                double *restrict to = matrix + i * wide + j;
                for (int l = 0; l < 4; l++)
                    to[l] -= (f[0] * t[l] + f[wide] * t[wide + l]) + (f[2 * wide] * t[2 * wide + l] + f[3 * wide] * t[3 * wide + l]);
            }
        }
        for (i32 r = k; r < k + many; r++) for (i32 j = 1; j < n; j++) {
            double found = swept[(r - k) * wide + j];
            matrix[j < r ? r * wide + j : j * wide + r] = j >= k && j < k + many ? -found : found;
        }
    }
    for (i32 i = 1; i < n; i++) for (i32 j = 1; j <= i; j++) matrix[j * wide + i] = matrix[i * wide + j] *= -1;
    return 1;
}

/* to[2 * (n + PAD)]: the matrix times all x, then all y. */
INSIDE void multiply(i32 n, const double *restrict matrix, const double *restrict from, double *restrict to)
{
    i64 wide = n + PAD;
    memset(to, 0, 2 * (size_t)wide * sizeof(double));
    for (i32 i = 1; i < n; i += 4) {
        const double *a = matrix + i * wide, *x = from + i, *y = x + wide;
        for (i32 j = 1; j < n; j += 4) {
            const double *row = a + j;
            double *tx = to + j, *ty = tx + wide;
            for (int k = 0; k < 4; k++) tx[k] += (row[k] * x[0] + row[wide + k] * x[1]) + (row[2 * wide + k] * x[2] + row[3 * wide + k] * x[3]);
            for (int k = 0; k < 4; k++) ty[k] += (row[k] * y[0] + row[wide + k] * y[1]) + (row[2 * wide + k] * y[2] + row[3 * wide + k] * y[3]);
        }
    }
}

typedef struct { i32 n; double *inverse, *matrix, *room; } Plan;

/* Stress majorisation until the stress changes less than `enough`: a plain step, then steps as long as the
   last two tell (Barzilai and Borwein 1988, in the metric of the Laplacian), and a plain one at the end.
   at[2 * (n + PAD)]; the first stays at 0. The stress without a constant. */
WIDE static double majorise(const Plan *plan, double *at, i64 iterations, double enough)
{
    i32 n = plan->n, wide = n + PAD, both = 2 * wide;
    double *pulled = plan->room, *held = pulled + both, *left = held + both, *way = left + both, last = INFINITY, step = 1;
    memset(held, 0, 3 * (size_t)both * sizeof(double));
    for (i64 turn = 0, done = 0; !done; turn++) {
        double now = pulls(n, at, plan->inverse, pulled), before = 0, after = 0;
        done = turn >= iterations || fabs(last - now) < enough;
        last = now;
        if (!turn) memset(at, 0, (size_t)both * sizeof(double));
        pulled[0] = pulled[wide] = 0;
        for (i32 i = 0; i < both; i++) {
            before += way[i] * left[i];
            left[i] = pulled[i] - held[i];
            after += way[i] * left[i];
        }
        int bent = turn > 1 && before - after > before / (2 * LONGEST_STEP);
        step = done || !turn ? 1 : bent ? fmin(step * before / (before - after), LONGEST_STEP) : RELAXED;
        multiply(n, plan->matrix, left, way);
        for (i32 i = 0; i < both; i++) { at[i] += step * way[i]; held[i] += step * left[i]; }
    }
    return last;
}

/* What is left of axis `a` of axes[n * AXES] without its mean and the axes before it, at length 1; its length. */
static double straighten(i32 n, double *axes, i32 a, double shortest)
{
    double mean = 0, length = 0;
    for (i32 i = 0; i < n; i++) mean += axes[i * AXES + a];
    for (i32 i = 0; i < n; i++) axes[i * AXES + a] -= mean / n;
    for (i32 b = 0; b < a; b++) {
        double shared = 0;
        for (i32 i = 0; i < n; i++) shared += axes[i * AXES + a] * axes[i * AXES + b];
        for (i32 i = 0; i < n; i++) axes[i * AXES + a] -= shared * axes[i * AXES + b];
    }
    for (i32 i = 0; i < n; i++) length += axes[i * AXES + a] * axes[i * AXES + a];
    length = sqrt(length);
    for (i32 i = 0; i < n; i++) axes[i * AXES + a] *= length > shortest ? 1 / length : 0;
    return length;
}

/* Between -1 and 1, another for every number. */
static double noise(uint64_t of)
{
    of = (of + 1) * 0x9E3779B97F4A7C15u;
    of = (of ^ of >> 32) * 0xD6E8FEB86659FD93u;
    return (double)(i64)(of ^ of >> 32) * 0x1p-63;
}

/* Classical scaling, roughly: axes[n * AXES] of the doubly centred squared distances by orthogonal
   iteration, each as long as its eigenvalue's root. `next` is room of the same size. */
static void scaling(i32 n, const double *far, double *axes, double *next)
{
    double length[AXES];
    for (i32 i = 0; i < n; i++) for (i32 a = 0; a < AXES; a++) axes[i * AXES + a] = noise(i * AXES + a);
    for (i32 a = 0; a < AXES; a++) straighten(n, axes, a, 1e-9);
    for (i32 turn = 1; turn <= TURNS; turn++) {
        for (i32 i = 0; i < n; i++) {
            double sum[AXES] = {0};
            for (i32 j = 0; j < n; j++) {
                double away = far[(i64)i * n + j];
                for (i32 a = 0; a < AXES; a++) sum[a] -= 0.5 * away * away * axes[j * AXES + a];
            }
            memcpy(next + i * AXES, sum, sizeof sum);
        }
        memcpy(axes, next, (size_t)n * AXES * sizeof(double));
        for (i32 a = 0; a < AXES; a++) length[a] = straighten(n, axes, a, a ? 1e-9 * length[0] : 0);
    }
    for (i32 i = 0; i < n; i++) for (i32 a = 0; a < AXES; a++) axes[i * AXES + a] *= sqrt(length[a]);
}

/* A start: the two leading axes; all but the first time the third, tilted into their plane another way, and
   everyone moved at random. Those with the same partners would stand on the same spot: they are parted a little. */
static void begin(i32 n, const double *axes, i64 which, double typical, double *at)
{
    double much = typical * (which ? ROUGH : SMOOTH);
    for (i32 axis = 0; axis < 2; axis++) {
        double *to = at + axis * (n + PAD), tilt = which ? 1.5 * cos(GOLDEN * which + axis * 1.5707963) : 0;
        for (i32 i = 0; i < n; i++)
            to[i] = axes[i * AXES + axis] + tilt * axes[i * AXES + 2] + much * noise((which * n + i) * 2 + axis);
    }
}

/* Longest direction along x, and signs that do not depend on the solver; out[n][2]. */
static void upright(i32 n, const double *x, const double *y, double *out)
{
    double mx = 0, my = 0, xx = 0, yy = 0, xy = 0;
    for (i32 i = 0; i < n; i++) { mx += x[i] / n; my += y[i] / n; }
    for (i32 i = 0; i < n; i++) {
        double a = x[i] - mx, b = y[i] - my;
        xx += a * a; yy += b * b; xy += a * b;
    }
    double angle = 0.5 * atan2(2 * xy, xx - yy), c = cos(angle), s = sin(angle);
    for (i32 axis = 0; axis < 2; axis++) {
        double most = 0;
        for (i32 i = 0; i < n; i++) {
            double a = x[i] - mx, b = y[i] - my, turned = axis ? c * b - s * a : c * a + s * b;
            out[2 * i + axis] = turned;
            if (fabs(turned) > fabs(most) * (1 + 1e-9)) most = turned;
        }
        for (i32 i = 0; most < 0 && i < n; i++) out[2 * i + axis] *= -1;
    }
}

/* Where to draw n > 2 points that want the distances far[n * n], or without it a graph's steps: the best of some
   starts, of which only the most promising are followed to the end. 2 when a distance is not above 0. */
int draw(i32 n, const i64 *ptr, const i32 *adj, const double *far, i32 starts, i32 iterations, double enough, double *out)
{
    size_t wide = (size_t)n + PAD, square = n * wide;
    double *room = calloc(2 * square + wide * wide + 2 * AXES * wide + 2 * wide * (4 + starts) + starts, sizeof(double));
    if (!room) return 1;
    Plan plan = {n, room, room + 2 * square, room + 2 * square + wide * wide};
    double *axes = plan.room + 8 * wide, *at = axes + 2 * AXES * wide, *stress = at + 2 * wide * starts;
    double *steps = room + square, best = INFINITY, near = 0;
    int failed = far ? 0 : all_steps(n, ptr, adj, steps);
    if (!far) far = steps;
    for (i32 i = 0; i < n; i++) for (i32 j = 0; j < n; j++) {
        if (i == j) continue;
        double pull = plan.inverse[i * wide + j] = 1 / far[(i64)i * n + j];
        near += pull;
        plan.matrix[i * wide + j] = -pull * pull;
        plan.matrix[i * wide + i] += pull * pull;
    }
    if (!failed && !invert(n, plan.matrix, plan.room)) failed = 2;
    if (!failed) scaling(n, far, axes, axes + AXES * wide);
    for (i64 k = 0; !failed && k < starts; k++) {
        begin(n, axes, k, n * (n - 1.0) / near, at + 2 * wide * k);
        stress[k] = majorise(&plan, at + 2 * wide * k, iterations, LOOSE * enough);
    }
    for (i32 turn = 0; !failed && turn < KEPT && turn < starts; turn++) {
        i64 chosen = 0;
        for (i64 k = 1; k < starts; k++) if (stress[k] < stress[chosen] - 1e-3 * enough) chosen = k;
        double *mine = at + 2 * wide * chosen, found = majorise(&plan, mine, iterations, enough);
        if (found < best - 1e-3 * enough) { best = found; upright(n, mine, mine + wide, out); }
        stress[chosen] = INFINITY;
    }
    free(room);
    return failed;
}

/* How many others are one or two steps away. */
int two_steps(i32 n, const i64 *ptr, const i32 *adj, i32 *near)
{
    i32 *seen = malloc(sizeof(i32) * ((size_t)n + 1));
    if (!seen) return 1;
    for (i32 v = 0; v < n; v++) seen[v] = -1;
    for (i32 v = 0; v < n; v++) {
        i32 count = 0;
        seen[v] = v;
        for (i64 e = ptr[v]; e < ptr[v + 1]; e++) {
            i32 w = adj[e];
            if (seen[w] != v) { seen[w] = v; count++; }
            for (i64 f = ptr[w]; f < ptr[w + 1]; f++)
                if (seen[adj[f]] != v) { seen[adj[f]] = v; count++; }
        }
        near[v] = count;
    }
    free(seen);
    return 0;
}

static const int TRIAD[64] = {0,1,1,2,1,3,5,7,1,5,4,6,2,7,6,10,1,5,3,7,4,8,8,12,5,9,8,13,6,13,11,14,
                              1,4,5,6,5,8,9,13,3,8,8,11,7,12,13,14,2,6,7,10,6,11,13,14,7,13,12,14,10,14,14,15};

/* Batagelj and Mrvar's triad census; way[e] is 1 (v to w), 2 (w to v) or 3. Also triangles per node. */
int triads(i32 n, const i64 *ptr, const i32 *adj, const int8_t *way, i64 *census, i64 *triangles)
{
    for (i32 v = 0; v < n; v++)
        for (i64 e = ptr[v]; e < ptr[v + 1]; e++) {
            i32 u = adj[e];
            if (u <= v) continue;
            i64 a = ptr[v], b = ptr[u], third = 0;
            while (a < ptr[v + 1] || b < ptr[u + 1]) {
                i32 x = a < ptr[v + 1] ? adj[a] : n, y = b < ptr[u + 1] ? adj[b] : n, w = x < y ? x : y;
                int vw = x == w ? way[a++] : 0, uw = y == w ? way[b++] : 0;
                if (w == u || w == v) continue;
                third++;
                if (u < w || (v < w && w < u && !vw)) census[TRIAD[way[e] + 4 * vw + 16 * uw]]++;
                if (vw && uw && u < w) { triangles[v]++; triangles[u]++; triangles[w]++; }
            }
            census[way[e] == 3 ? 2 : 1] += n - third - 2;
        }
    return 0;
}

/* Gould and Fernandez: b between i and k when i to b to k and not i to k. roles[5 b + role]:
   0 coordinator, 1 itinerant, 2 representative, 3 gatekeeper, 4 liaison. paths: [two-paths, closed]. */
int brokerage(i32 n, const i64 *ptr, const i32 *adj, const i32 *group, i64 *roles, i64 *paths)
{
    i32 *mark = malloc(sizeof(i32) * ((size_t)n + 1));
    if (!mark) return 1;
    for (i32 v = 0; v < n; v++) mark[v] = -1;
    for (i32 i = 0; i < n; i++) {
        for (i64 e = ptr[i]; e < ptr[i + 1]; e++) mark[adj[e]] = i;
        for (i64 e = ptr[i]; e < ptr[i + 1]; e++) {
            i32 b = adj[e];
            i64 *mine = roles + 5 * (i64)b;
            for (i64 f = ptr[b]; f < ptr[b + 1]; f++) {
                i32 k = adj[f];
                if (k == i) continue;
                paths[0]++;
                if (mark[k] == i) { paths[1]++; continue; }
                int same = group[i] == group[b], next = group[b] == group[k];
                mine[same ? (next ? 0 : 2) : (next ? 3 : (group[i] == group[k] ? 1 : 4))]++;
            }
        }
    }
    free(mark);
    return 0;
}

/* Burt's constraint; share[e] is the part of v's ties that goes to adj[e]. */
int constraint(i32 n, const i64 *ptr, const i32 *adj, const double *share, double *out)
{
    double *through = calloc((size_t)n + 1, sizeof(double));
    if (!through) return 1;
    for (i32 v = 0; v < n; v++) {
        double total = 0;
        for (i64 e = ptr[v]; e < ptr[v + 1]; e++)
            for (i64 f = ptr[adj[e]]; f < ptr[adj[e] + 1]; f++) through[adj[f]] += share[e] * share[f];
        for (i64 e = ptr[v]; e < ptr[v + 1]; e++) { double p = share[e] + through[adj[e]]; total += p * p; }
        for (i64 e = ptr[v]; e < ptr[v + 1]; e++)
            for (i64 f = ptr[adj[e]]; f < ptr[adj[e] + 1]; f++) through[adj[f]] = 0;
        out[v] = total;
    }
    free(through);
    return 0;
}

/* For each permutation p: how many arcs (s, t) become an arc of the other network when renamed
   (p[s], p[t]). The other network is a table of bits (small n) or an open-addressed hash of keys. */
int overlaps(i32 n, i64 arcs, const i32 *from, const i32 *to, i64 permutations, const i32 *permutation,
             const uint64_t *bits, i64 slots, const i64 *table, i64 *out)
{
    for (i64 r = 0; r < permutations; r++) {
        const i32 *p = permutation + r * n;
        i64 hits = 0;
        for (i64 e = 0; e < arcs; e++) {
            i64 key = (i64)p[from[e]] * n + p[to[e]];
            if (bits) hits += bits[key >> 6] >> (key & 63) & 1;
            else
                for (uint64_t h = (uint64_t)key * 11400714819323198485ull & (slots - 1); table[h] >= 0; h = (h + 1) & (slots - 1))
                    if (table[h] == key) { hits++; break; }
        }
        out[r] = hits;
    }
    return 0;
}

/* Fill the hash used above; slots is a power of two at least twice the number of keys. */
int fill(i64 keys, const i64 *key, i64 slots, i64 *table)
{
    for (i64 h = 0; h < slots; h++) table[h] = -1;
    for (i64 i = 0; i < keys; i++) {
        uint64_t h = (uint64_t)key[i] * 11400714819323198485ull & (slots - 1);
        while (table[h] >= 0) h = (h + 1) & (slots - 1);
        table[h] = key[i];
    }
    return 0;
}

/* Degree-preserving rewiring: swap the ends of pairs of edges drawn beforehand; matrix is n x n. */
int rewire(i32 n, i64 swaps, const i32 *first, const i32 *second, i32 *from, i32 *to, uint8_t *matrix)
{
    for (i64 s = 0; s < swaps; s++) {
        i32 e = first[s], f = second[s], a = from[e], b = to[e], c = from[f], d = to[f];
        if (s & 1) { i32 keep = c; c = d; d = keep; }
        if (a == d || c == b || a == c || b == d || matrix[(i64)a * n + d] || matrix[(i64)c * n + b]) continue;
        matrix[(i64)a * n + b] = matrix[(i64)b * n + a] = matrix[(i64)c * n + d] = matrix[(i64)d * n + c] = 0;
        matrix[(i64)a * n + d] = matrix[(i64)d * n + a] = matrix[(i64)c * n + b] = matrix[(i64)b * n + c] = 1;
        from[e] = a; to[e] = d; from[f] = c; to[f] = b;
    }
    return 0;
}

/* Centres in lexicographic order: few of them, so by insertion. */
static void in_order(i64 k, const double *centre, double *out)
{
    for (i64 c = 0; c < k; c++) {
        double x = centre[2 * c], y = centre[2 * c + 1];
        i64 at = c;
        for (; at && (out[2 * at - 2] > x || (out[2 * at - 2] == x && out[2 * at - 1] > y)); at--) {
            out[2 * at] = out[2 * at - 2]; out[2 * at + 1] = out[2 * at - 1];
        }
        out[2 * at] = x; out[2 * at + 1] = y;
    }
}

/* Weighted k-means in the plane from given centres; of equally near ones the later, a centre without
   points is dropped. Leaves in `centre` what is left of the k, in `label` whose each point is. */
int lloyd(i64 n, const double *point, const double *weight, i64 *size, double *centre, i64 rounds, double tolerance, i64 *label)
{
    i64 k = *size, sorted = k;
    double *mass = malloc((7 * (size_t)k + 1) * sizeof(double)), *sum = mass + k, *old = sum + 2 * k, *new = old + 2 * k;
    if (!mass) return 1;
    in_order(k, centre, old);
    for (i64 round = -1;; round++) {
        i64 changed = 0, kept = 0;
        for (i64 i = 0; i < n; i++) {
            double x = point[2 * i], y = point[2 * i + 1], least = INFINITY;
            i64 found = 0;
            for (i64 c = 0; c < k; c++) {
                double dx = x - centre[2 * c], dy = y - centre[2 * c + 1], gap = dx * dx + dy * dy;
                if (gap <= least) { least = gap; found = c; }
            }
            changed += round < 0 || label[i] != found;
            label[i] = found;
        }
        if (!changed) break;
        for (i64 c = 0; c < k; c++) mass[c] = sum[2 * c] = sum[2 * c + 1] = 0;
        for (i64 i = 0; i < n; i++) {
            double *to = sum + 2 * label[i];
            mass[label[i]] += weight[i];
            to[0] += point[2 * i] * weight[i]; to[1] += point[2 * i + 1] * weight[i];
        }
        for (i64 c = 0; c < k; c++) {  /* mass becomes the new name */
            if (!(mass[c] > 0)) { mass[c] = -1; continue; }
            centre[2 * kept] = sum[2 * c] / mass[c]; centre[2 * kept + 1] = sum[2 * c + 1] / mass[c];
            mass[c] = (double)kept++;
        }
        if (kept < k) for (i64 i = 0; i < n; i++) label[i] = (i64)mass[label[i]];
        k = kept;
        in_order(k, centre, new);
        int still = 1;
        for (i64 c = 0; c < k && c < sorted; c++) {
            double dx = old[2 * c] - new[2 * c], dy = old[2 * c + 1] - new[2 * c + 1];
            still &= dx * dx + dy * dy < tolerance;
        }
        if (still || round + 1 >= rounds) break;
        memcpy(old, new, 2 * (size_t)k * sizeof(double));
        sorted = k;
    }
    free(mass);
    *size = k;
    return 0;
}
