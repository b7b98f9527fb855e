package graph

import (
	"strings"
	"unicode/utf8"

	"github.com/cespare/xxhash/v2"
)

// isStopWord reports whether a word, of which this is the hash, tells nothing about what a note is
// about. In a large vault such words are too common to relate notes anyway; in a small one nothing
// else keeps them out.
func isStopWord(word uint64) bool { return stopWords.get(word) != 0 }

// hasFiller reports whether a pair of Han characters holds one that only joins words.
func hasFiller(pair string) bool {
	return strings.ContainsAny(pair, "的了是在和与及或也都就而着过很这那你我他她它们不有没吗呢吧啊把被让给之其所以个为于从到对")
}

var stopWords = func() *table {
	t := &table{}
	add := func(w string) { *t.at(xxhash.Sum64String(w)) = 1 }
	for _, list := range []string{englishStopWords, koreanStopWords} {
		for w := range strings.FieldsSeq(list) {
			add(w)
		}
	}
	for _, p := range simpleParticles {
		// A particle stands alone where code or a link comes before it.
		if utf8.RuneCountInString(p.text) > 1 {
			add(p.text)
		}
	}
	return t
}()

const englishStopWords = `
about above across actually after again against all almost along already also although always among and another
any anyone anything are aren't around ask away back because been before being below best better between both but
call came can can't cannot case come comes could couldn't did didn't different does doesn't doing done don't down
during each easy either else enough etc even ever every everyone everything example far few find first for found
from full further gave get gets getting give given gives goes going gone good got great had hadn't has hasn't have
haven't having help her here hers herself him himself his how however i'd i'll i'm i've instead into isn't it's its
itself just keep kind know large last later least less let let's like likely little long look lot made make makes
making many may maybe mean means might mine more most much must myself need needs never new next nice non none nor
not nothing now off often old once one ones only onto open other others otherwise our ours out over own part per
perhaps place please point possible probably put quite rather read real really right said same saw say says second
see seem seems seen several shall she should shouldn't show shown simply since small some someone something
sometimes soon still such sure take taken takes tell than that that's the their theirs them themselves then there
there's these they they're thing things think this those though three through thus time times together too took
toward tried try trying turn two under until upon use used useful uses using usually various very via want wants
was wasn't way ways we're well went were weren't what what's whatever when where whether which while who whole whom
whose why will with within without won't word words work works would wouldn't year years yes yet you you'll you're
you've your yours yourself`

const koreanStopWords = `
그것 그게 그냥 그대로 그때 그래서 그러나 그러면 그런 그런데 그럼 그렇게 그렇다 그리고 그중 가장 가지 각각 같다 같은 같이 거기 거의
결국 경우 계속 그가 그는 그들 그의 까지 나는 나의 내가 너무 누가 누구 다른 다시 다음 다만 당신 대해 대한 대해서 더욱 되고 되는 되면 되어 된다 됐다
두고 둘다 따라 따라서 때문 때문에 또는 또한 만약 만일 많다 많은 많이 매우 먼저 모두 모든 무슨 무엇 물론 바로 밖에 방법 보다 보면 본다
부터 비슷 사실 생각 서로 아니 아니다 아니라 아니면 아닌 아마 아주 않고 않는 않는다 않다 않은 알게 어느 어디 어떤 어떻게 언제 없고 없는 없다 없이
여기 여러 역시 예를 오늘 오직 완전 우리 위한 위해 위해서 이것 이게 이다 이런 이렇게 이렇다 이를 이번 이제 이후 일단 있고 있는 있다 있던
있어 있어서 있으면 있을 있음 자기 자신 자주 잘못 저는 저의 전혀 정도 정말 제가 조금 좋다 좋은 준다 중에 지금 쪽으로 처음 통해 특히 하고
하기 하나 하는 하는데 하다 하며 하면 하지 하지만 한다 한번 함께 해도 해서 했다 했는데 항상 혹은 혹시 입니다 합니다 됩니다 있습니다 없습니다
했습니다 였습니다 아닙니다 같습니다 쓰면 쓴다 쓰는 이면 이라 라면 만들 만든 만들어 나온 나온다 나간다 들어 들어간 읽는다 된 할 수 것 등`
