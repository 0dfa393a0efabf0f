/* Inner loops over compressed neighbour lists. Every function here has a plain Python twin in
   kernel.py that gives the same values; a machine without a C compiler uses the twin.
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
int all_steps(i32 n, const i64 *ptr, const i32 *adj, double *out)
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
enum { PAD = 3, AXES = 3, TURNS = 12, KEPT = 2, LOOSE = 20, LONGEST_STEP = 20 };
static const double GOLDEN = 2.399963, RELAXED = 1.85;

/* Pulls between i and four others; a fixed number lets the compiler use vectors. */
static inline void pull_four(double x, double y, const double *restrict xs, const double *restrict ys,
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
static double pulls(i32 n, const double *at, const double *inverse, double *right)
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

/* Cholesky factor of the weights' Laplacian without the first: lower[n * (n + PAD)] comes as zeros and
   gets what is below the diagonal, over[n] 1 / the diagonal. Four rows at a time. 0 when it fails. */
static int factorise(i32 n, const double *inverse, double *lower, double *over)
{
    i64 wide = n + PAD;
    for (i32 i = 1; i < n; i += 4)
        for (i32 j = 1; j < i + 4 && j < n; j++) {
            double sum[4][2] = {{0, 0}, {0, 0}, {0, 0}, {0, 0}};
            const double *row = lower + j * wide;
            i32 rows = n - i < 4 ? n - i : 4;
            for (i32 k = 1; k < j; k += 2)
                for (i32 r = 0; r < 4; r++) {
                    const double *mine = lower + (i + (r < rows ? r : 0)) * wide;
                    for (i32 l = 0; l < 2; l++) sum[r][l] += mine[k + l] * row[k + l];
                }
            for (i32 r = j > i ? j - i : 0; r < rows; r++) {
                const double *weights = inverse + (i + r) * wide;
                double left = -weights[j] * weights[j] - (sum[r][0] + sum[r][1]);
                if (i + r > j) { lower[(i + r) * wide + j] = left * over[j]; continue; }
                for (i32 k = 0; k < n; k++) left += weights[k] * weights[k];
                if (!(left > 0)) return 0;
                over[j] = 1 / sqrt(left);
            }
        }
    return 1;
}

/* x and y become the solutions of L L' x = x; see factorise. */
static void solve(i32 n, const double *lower, const double *over, double *x, double *y)
{
    for (i32 i = 1; i < n; i++) {
        const double *row = lower + (i64)i * (n + PAD);
        double a[4] = {0, 0, 0, 0}, b[4] = {0, 0, 0, 0};
        for (i32 j = 1; j < i; j += 4) {
            for (i32 k = 0; k < 4; k++) a[k] += row[j + k] * x[j + k];
            for (i32 k = 0; k < 4; k++) b[k] += row[j + k] * y[j + k];
        }
        x[i] = (x[i] - ((a[0] + a[1]) + (a[2] + a[3]))) * over[i];
        y[i] = (y[i] - ((b[0] + b[1]) + (b[2] + b[3]))) * over[i];
    }
    for (i32 i = n - 1; i > 0; i--) {
        const double *row = lower + (i64)i * (n + PAD);
        double a = x[i] *= over[i], b = y[i] *= over[i];
        for (i32 j = 1; j < i; j += 4) {
            for (i32 k = 0; k < 4; k++) x[j + k] -= row[j + k] * a;
            for (i32 k = 0; k < 4; k++) y[j + k] -= row[j + k] * b;
        }
    }
}

typedef struct { i32 n; double *inverse, *lower, *over, *room; } Plan;

/* Stress majorisation until the stress changes less than `enough`: a plain step, then steps as long as the
   last two tell (Barzilai and Borwein 1988, in the metric of the Laplacian), and a plain one at the end.
   at[2 * (n + PAD)]; the first stays at 0. The stress without a constant. */
static double majorise(const Plan *plan, double *at, i64 iterations, double enough)
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
        memcpy(way, left, (size_t)both * sizeof(double));
        solve(n, plan->lower, plan->over, way, way + wide);
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

/* Classical scaling, roughly: axes[n * AXES] of the doubly centred squared distances by orthogonal
   iteration, each as long as its eigenvalue's root. `next` is room of the same size. */
static void scaling(i32 n, const double *far, double *axes, double *next)
{
    double length[AXES];
    for (i32 i = 0; i < n; i++) for (i32 a = 0; a < AXES; a++) axes[i * AXES + a] = cos((a + 1.0) * (i + 1.0));
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

/* A start: the two leading axes, and all but the first time the third, tilted into their plane another way.
   Those with the same partners would stand on the same spot: they are parted a little. */
static void begin(i32 n, const double *axes, i64 which, double *at)
{
    for (i32 axis = 0; axis < 2; axis++) {
        double *to = at + axis * (n + PAD), tilt = which ? 1.5 * cos(GOLDEN * which + axis * 1.5707963) : 0;
        for (i32 i = 0; i < n; i++)
            to[i] = axes[i * AXES + axis] + tilt * axes[i * AXES + 2] + 0.02 * (axis ? sin(i * GOLDEN) : cos(i * GOLDEN));
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

/* Where to draw n > 2 points that want the distances far[n * n]: the best of some starts, of which only
   the most promising are followed to the end. 2 when a distance is not above 0. */
int draw(i32 n, const double *far, i64 starts, i64 iterations, double enough, double *out)
{
    size_t wide = (size_t)n + PAD, square = n * wide;
    double *room = calloc(2 * square + wide + 2 * AXES * wide + 2 * wide * (4 + starts) + starts, sizeof(double)), best = INFINITY;
    if (!room) return 1;
    Plan plan = {n, room, room + square, room + 2 * square, room + 2 * square + wide};
    double *axes = plan.room + 8 * wide, *at = axes + 2 * AXES * wide, *stress = at + 2 * wide * starts;
    for (i32 i = 0; i < n; i++) for (i32 j = 0; j < n; j++)
        if (i != j) plan.inverse[i * wide + j] = 1 / far[(i64)i * n + j];
    int failed = factorise(n, plan.inverse, plan.lower, plan.over) ? 0 : 2;
    if (!failed) scaling(n, far, axes, axes + AXES * wide);
    for (i64 k = 0; !failed && k < starts; k++) {
        begin(n, axes, k, at + 2 * wide * k);
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
