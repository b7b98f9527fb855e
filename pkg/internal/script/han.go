package script

// Which of the Chinese scripts has an ideograph.
const (
	simplifiedOnly = 1 + iota
	traditionalOnly
)

// written tells apart the commonest ideographs that both Chinese scripts write in different
// ways; Japanese and Korean are told by their own letters before anybody asks.
var written = func() map[rune]uint8 {
	const (
		simplified  = "们这说时过还发开关问间见长马东车为从让给现实应该业产动种经样头无边进运远连选达转轻较认识话语请谁读课谢题难个来国会学对后当点电写书记笔双乐习么吗万亿与专丽举义乡买乱争亚仅仪众优伤传体儿兰兴农决况净减几凤击则刚创划别剧办务劳势区医华单卖卫厂历压双变叶号吃员响园图团围块坏场声处备够头夺奋妈妇孙宁宝审宽导寻将尔层岁岛币师带帮广库应庙张强归录总恋恼惊惯愿战户执扩扫担拥择挂损换据摆"
		traditional = "們這說時過還發開關問間見長馬東車為從讓給現實應該業產動種經樣頭無邊進運遠連選達轉輕較認識話語請誰讀課謝題難個來國會學對後當點電寫書記筆雙樂習麼嗎萬億與專麗舉義鄉買亂爭亞僅儀眾優傷傳體兒蘭興農決況淨減幾鳳擊則剛創劃別劇辦務勞勢區醫華單賣衛廠歷壓雙變葉號喫員響園圖團圍塊壞場聲處備夠頭奪奮媽婦孫寧寶審寬導尋將爾層歲島幣師帶幫廣庫應廟張強歸錄總戀惱驚慣願戰戶執擴掃擔擁擇掛損換據擺"
	)
	m := map[rune]uint8{}
	for _, r := range simplified {
		m[r] |= simplifiedOnly
	}
	for _, r := range traditional {
		m[r] |= traditionalOnly
	}
	return m
}()
