#Requires -Version 7.4

<#
.SYNOPSIS
Makes the sample people that the examples and tests import.

.DESCRIPTION
Writes five files of invented people. One seed and one date give the same bytes on every run and every
platform; nobody is in two of the files. The people came and went in the years before the date, which is
today unless given, so that the data does not age: somebody is always new, and somebody was not seen for long.

portal-export.csv  the portal's own user export: semicolons, byte-order mark, CRLF
people.csv         a plain CSV with a profile and sometimes a group
newcomers.txt      one e-mail address a line
scim-users.json    a SCIM 2.0 ListResponse of 30 users
bad-people.csv     12 rows, 6 of them bad, each in another way, and one without its last cells (the same for every seed)

The names are spread over many scripts, and cells hold quotes, semicolons and line breaks on purpose.

.PARAMETER Path
The folder to write to; made when it is missing. Files of the same name are overwritten.

.PARAMETER Seed
The seed of all random choices.

.PARAMETER Date
The last day that the data tells of. The files beside the script were made with 2026-06-30.

.PARAMETER People
How many people portal-export.csv holds. The other files keep their size.

.OUTPUTS
System.IO.FileInfo. The files written.

.EXAMPLE
./New-SampleData.ps1 -Path ./people

Writes the files to a folder, up to today.

.EXAMPLE
./New-SampleData.ps1 -Date 2026-06-30

Writes the files beside the script, as they are in the repository.

.EXAMPLE
./New-SampleData.ps1 -Path ./out/many -People 50000

Writes a larger export for a speed trial.
#>
[CmdletBinding()]
[OutputType([System.IO.FileInfo])]
param(
    [string] $Path = $PSScriptRoot,

    [int] $Seed = 20260101,

    [datetime] $Date = [datetime]::UtcNow.Date,

    [ValidateRange(1, 1000000)]
    [int] $People = 1200
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$random = [System.Random]::new($Seed)
$taken = [System.Collections.Generic.HashSet[string]]::new([System.StringComparer]::OrdinalIgnoreCase)
$deck = [System.Collections.Generic.Queue[string]]::new()
$lastDay = [System.DateTimeOffset]::new($Date.Date, [timespan]::Zero).ToUnixTimeSeconds()
$firstDay = $lastDay - 2006 * 86400

# A name whose letters do not carry over to an e-mail address has its spelling there after '='.
$countries = @(
    @{
        Name = 'United States'; Code = 'us'; Phone = '+1'
        First = 'Robert "Bob"=robert|Margaret "Peggy"=margaret|William "Bill"=william|Grace|Tyler|Denise|Marcus|Alicia|Jean-Luc|Dorothy|Sam|Naomi'
        Last = 'O''Neil|O''Brien|Smith|Washington|Garcia|Van Buren|McAllister|Lee|Johnson|D''Angelo|King|Baker'
    }
    @{
        Name = 'Netherlands'; Code = 'nl'; Phone = '+31'
        First = 'Zoë=zoe|Daniël=daniel|Anouk|Bram|Femke|Joris|Sanne|Thijs|Maaike|Ruben|Noor|Chloé=chloe'
        Last = 'de Vries|van den Berg|''t Hart|Jansen|Bakker|van der Meer|Visser|Smit|Mulder|Böhmer=bohmer|de Wit|Hoekstra'
    }
    @{
        Name = 'Germany'; Code = 'de'; Phone = '+49'
        First = 'Jürgen=juergen|Käthe=kaethe|Björn=bjoern|Sören=soeren|Anke|Heike|Lukas|Mia|Stefan|Ulrike|Günther=guenther|Jörg=joerg'
        Last = 'Müller=mueller|Groß=gross|Weiß=weiss|Schäfer=schaefer|Köhler=koehler|Schmidt|von Aue|Fischer|Hofmann|Lang|Bäcker=baecker|Strauß=strauss'
    }
    @{
        Name = 'France'; Code = 'fr'; Phone = '+33'
        First = 'Hélène=helene|François=francois|Zoé=zoe|Benoît=benoit|Élodie=elodie|Jérôme=jerome|Noël=noel|Camille|Anaïs=anais|Luc|Océane=oceane|Théo=theo'
        Last = 'Lefèvre=lefevre|d''Aubigné=daubigne|Beauchêne=beauchene|Dupré=dupre|Lecœur=lecoeur|Moreau|L''Hôpital=lhopital|Petit|Rousseau|Garçon=garcon|Bélanger=belanger|Roux'
    }
    @{
        Name = 'Poland'; Code = 'pl'; Phone = '+48'
        First = 'Łukasz=lukasz|Małgorzata=malgorzata|Paweł=pawel|Agnieszka|Wojciech|Zofia|Grażyna=grazyna|Bożena=bozena|Michał=michal|Kinga|Jędrzej=jedrzej|Ewa'
        Last = 'Wójcik=wojcik|Kowalczyk|Zając=zajac|Wróbel=wrobel|Dąb=dab|Król=krol|Nowak|Sikora|Gołąb=golab|Pająk=pajak|Źrebiec=zrebiec|Mazur'
    }
    @{
        Name = 'Türkiye'; Code = 'tr'; Phone = '+90'
        First = 'İpek=ipek|Işıl=isil|Çağla=cagla|Özgür=ozgur|Şebnem=sebnem|Yiğit=yigit|İlker=ilker|Ayşe=ayse|Kıvanç=kivanc|Deniz|Irmak|Ümit=umit'
        Last = 'Yıldız=yildiz|Kılıç=kilic|İnan=inan|Işık=isik|Öztürk=ozturk|Şahin=sahin|Çelik=celik|Aydın=aydin|Demir|Güneş=gunes|Kaya|Yalçın=yalcin'
    }
    @{
        Name = 'Greece'; Code = 'gr'; Phone = '+30'
        First = 'Ελένη=eleni|Γιώργος=giorgos|Δημήτρης=dimitris|Μαρία=maria|Νίκος=nikos|Σοφία=sofia|Θανάσης=thanasis|Ιωάννα=ioanna|Χρήστος=christos|Άννα=anna|Κώστας=kostas|Ξένια=xenia'
        Last = 'Παππάς=pappas|Κωνσταντίνου=konstantinou|Ιωάννου=ioannou|Γεωργίου=georgiou|Νικολάου=nikolaou|Βασιλείου=vasileiou|Δημητρίου=dimitriou|Αθανασίου=athanasiou|Χρήστου=christou|Αντωνίου=antoniou|Παύλου=pavlou|Οικονόμου=oikonomou'
    }
    @{
        Name = 'Ukraine'; Code = 'ua'; Phone = '+380'
        First = 'Олена=olena|Тарас=taras|Ірина=iryna|Богдан=bohdan|Юлія=yuliia|Андрій=andrii|Наталія=nataliia|Євген=yevhen|Оксана=oksana|Сергій=serhii|Марія=mariia|Дмитро=dmytro'
        Last = 'Шевченко=shevchenko|Коваленко=kovalenko|Бондар=bondar|Ткач=tkach|Мельник=melnyk|Кравець=kravets|Гончар=honchar|Лисенко=lysenko|Поліщук=polishchuk|Мороз=moroz|Сорока=soroka|Ґудзь=gudz'
    }
    @{
        Name = 'Egypt'; Code = 'eg'; Phone = '+20'
        First = 'فاطمة=fatima|أحمد=ahmed|ليلى=layla|عمر=omar|نور=nour|يوسف=youssef|مريم=mariam|خالد=khaled|سلمى=salma|كريم=karim|هدى=hoda|طارق=tarek'
        Last = 'الشريف=elsherif|حسن=hassan|منصور=mansour|النجار=elnaggar|فاروق=farouk|سليمان=soliman|المصري=elmasry|عثمان=osman|بدوي=badawi|زكي=zaki|رمضان=ramadan|العطار=elattar'
    }
    @{
        Name = 'Israel'; Code = 'il'; Phone = '+972'
        First = 'נועה=noa|דוד=david|תמר=tamar|יוסי=yossi|מיכל=michal|איתן=eitan|שירה=shira|אורי=uri|רות=ruth|אבי=avi|ליאור=lior|הדס=hadas'
        Last = 'כהן=cohen|לוי=levi|מזרחי=mizrahi|פרץ=peretz|ביטון=biton|פרידמן=friedman|אזולאי=azoulay|שפירא=shapira|גולן=golan|ברק=barak|רוזן=rosen|צור=tzur'
    }
    @{
        # The first character of 𠮷田 lies outside the basic plane.
        Name = 'Japan'; Code = 'jp'; Phone = '+81'
        First = '陽菜=hina|翔太=shota|美咲=misaki|健=ken|さくら=sakura|大輔=daisuke|結衣=yui|直樹=naoki|恵=megumi|悠斗=yuto|アンナ=anna|蓮=ren'
        Last = '佐藤=sato|鈴木=suzuki|高橋=takahashi|田中=tanaka|渡辺=watanabe|伊藤=ito|山本=yamamoto|中村=nakamura|小林=kobayashi|加藤=kato|𠮷田=yoshida|髙木=takagi'
    }
    @{
        Name = 'South Korea'; Code = 'kr'; Phone = '+82'
        First = '민준=minjun|서연=seoyeon|지훈=jihun|하은=haeun|도윤=doyun|수빈=subin|예진=yejin|현우=hyunwoo|지민=jimin|은영=eunyoung|태오=taeo|유나=yuna'
        Last = '김=kim|이=lee|박=park|최=choi|정=jung|강=kang|조=cho|윤=yoon|장=jang|임=lim|한=han|남궁=namgung'
    }
)

$departments = @(
    'Brand', 'Corporate Communications', 'Creative Studio', 'E-Commerce', 'Human Resources'
    'Legal', 'Marketing', 'Product Management', 'Research & Development', 'Sales'
)
$groups = @(
    'Brand Ambassadors', 'Campaign Spring', 'External Agencies', 'Packaging', 'Photo Editors', 'Portal Champions'
    'Press Office', 'Retail Partners', 'Shoot Planning', 'Social Media', 'Translators', 'Video Team'
)
$jobs = @(
    'Account Manager', 'Art Director', 'Brand Manager', 'Copywriter', 'Counsel', 'Designer, Packaging'
    'Editor; Photo', 'Editor; Video', 'Intern', 'Photographer', 'Producer "Owned Media"', 'Translator'
)
$companies = @(
    'Example Brands B.V.', 'Example Media, Inc.', 'Example Retail; Europe', 'Example "Studio Eins" GmbH', 'Пример & Ko'
)

function Select-Item([object[]] $From) {
    $From[$random.Next($From.Count)]
}

function Test-Chance([double] $Share) {
    $random.NextDouble() -lt $Share
}

function Get-UniqueName([string] $Start, [string] $End = '') {
    for ($number = 1; ; $number++) {
        $name = $Start + ($number -gt 1 ? $number : '') + $End
        if ($taken.Add($name)) {
            return $name
        }
    }
}

function Get-PersonName([string] $From) {
    $shown, $ascii = (Select-Item $From.Split('|')).Split('=')
    $shown
    $ascii ?? ($shown.ToLowerInvariant() -creplace '[^a-z]')
}

# Dealt like cards, so that every 50 people hold 1 administrator, 14 editors and 35 viewers.
function Get-ProfileName {
    if ($deck.Count -eq 0) {
        $cards = @('Portal administrators') + @('Editors') * 14 + @('Viewers') * 35
        $cards | Sort-Object -Property { $random.Next() } | ForEach-Object { $deck.Enqueue($_) }
    }
    $deck.Dequeue()
}

function Get-Id {
    $bytes = [byte[]]::new(16)
    $random.NextBytes($bytes)
    [guid]::new($bytes).ToString().ToUpperInvariant()
}

function Get-Person {
    $country = Select-Item $countries
    $firstName, $firstAscii = Get-PersonName $country.First
    $lastName, $lastAscii = Get-PersonName $country.Last
    $email = Get-UniqueName "$firstAscii.$lastAscii" "@$($country.Code).example.$(Select-Item 'com', 'org', 'net')"

    # Created, then the last sign-in (rather late than early), then deactivated.
    $created = $random.NextInt64($firstDay, $lastDay)
    $deactivated = (Test-Chance 0.12) ? $random.NextInt64($created, $lastDay) : $null
    $end = $deactivated ?? $lastDay
    $early = $random.NextDouble()
    $lastLogin = (Test-Chance 0.08) ? $null : $end - [long][System.Math]::Floor(($end - $created) * $early * $early * $early)

    [pscustomobject]@{
        FirstName   = $firstName
        LastName    = $lastName
        Id          = Get-Id
        UserName    = (Test-Chance 0.15) ? (Get-UniqueName "$($firstAscii[0])$lastAscii") : $email
        Email       = $email
        Country     = $country.Name
        Phone       = (Test-Chance 0.7) ? ('{0} 555 {1:0000}' -f $country.Phone, $random.Next(10000)) : ''
        Job         = Select-Item $jobs
        Company     = Select-Item $companies
        Department  = Select-Item $departments
        Profile     = Get-ProfileName
        Groups      = @($groups | Where-Object { Test-Chance 0.12 } | Select-Object -First 3)
        Created     = $created
        LastLogin   = $lastLogin
        Logins      = $null -eq $lastLogin ? 0 : $random.Next(1, 900)
        Deactivated = $deactivated
        SsoOnly     = Test-Chance 0.4
        Website     = (Test-Chance 0.1) ? "https://$($country.Code).example.com/~$firstAscii" : ''
    }
}

function Format-Time([object] $Seconds, [string] $Format = 'yyyy-MM-dd HH:mm:ss') {
    if ($null -ne $Seconds) {
        [System.DateTimeOffset]::FromUnixTimeSeconds($Seconds).ToString($Format, [cultureinfo]::InvariantCulture)
    }
}

function Save-Text([string] $Name, [string[]] $Line, [string] $NewLine = "`n", [string] $Encoding = 'utf8NoBOM') {
    $file = Join-Path -Path $Path -ChildPath $Name
    Set-Content -LiteralPath $file -Value (($Line -join $NewLine) + $NewLine) -NoNewline -Encoding $Encoding
    Get-Item -LiteralPath $file
}

$null = New-Item -ItemType Directory -Path $Path -Force

$export = for ($index = 1; $index -le $People; $index++) {
    $person = Get-Person
    [pscustomobject]@{
        'First name'           = $person.FirstName
        'Last name'            = $person.LastName
        'User ID'              = $person.Id
        'Username'             = $person.UserName
        'Email Address'        = $person.Email
        'Last Login Date'      = Format-Time $person.LastLogin
        'Account Status'       = $null -eq $person.Deactivated ? 'Active' : 'Inactive'
        'Country'              = $person.Country
        'Phone Number'         = $person.Phone
        # A line break inside a cell is a bare LF, as a spreadsheet writes it.
        'Job'                  = $index % 200 -eq 7 ? "$($person.Job)`n(interim)" : $person.Job
        'Company Name'         = $person.Company
        'Department'           = $person.Department
        'Number of Logins'     = $person.Logins
        'Permission Profile'   = $person.Profile
        'Assigned User Groups' = $person.Groups -join ', '
        'Created Date'         = Format-Time $person.Created
        'Deactivation Date'    = Format-Time $person.Deactivated
        'SSO Only'             = $person.SsoOnly ? 'Yes' : 'No'
        'Website'              = $person.Website
    }
}
$lines = $export | ConvertTo-Csv -Delimiter ';' -UseQuotes AsNeeded
Save-Text -Name 'portal-export.csv' -Line $lines -NewLine "`r`n" -Encoding 'utf8BOM'

$lines = 1..40 | ForEach-Object {
    $person = Get-Person
    [pscustomobject]@{
        UserName   = $person.UserName
        Email      = $person.Email
        FirstName  = $person.FirstName
        LastName   = $person.LastName
        Profile    = $person.Profile
        Department = $person.Department
        Location   = $person.Country
        JobTitle   = $person.Job
        Group      = (Test-Chance 0.25) ? (Select-Item $groups) : ''
    }
} | ConvertTo-Csv -UseQuotes AsNeeded
Save-Text -Name 'people.csv' -Line $lines

$lines = 1..25 | ForEach-Object { (Get-Person).Email }
Save-Text -Name 'newcomers.txt' -Line $lines

$groupIds = @{}
$groups | ForEach-Object { $groupIds[$_] = Get-Id }
$core = 'urn:ietf:params:scim:schemas:core:2.0:User'
$enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
$scimTime = "yyyy-MM-dd'T'HH:mm:ss'Z'"
$resources = 1..30 | ForEach-Object {
    $person = Get-Person
    [ordered]@{
        schemas     = @($core, $enterprise)
        id          = $person.Id
        externalId  = 'hr-{0:000000}' -f (100000 + $_)
        userName    = $person.UserName
        name        = [ordered]@{ givenName = $person.FirstName; familyName = $person.LastName }
        displayName = '{0} {1}' -f $person.FirstName, $person.LastName
        title       = $person.Job
        active      = $null -eq $person.Deactivated
        emails      = @([ordered]@{ value = $person.Email; type = 'work'; primary = $true })
        groups      = @($person.Groups | ForEach-Object { [ordered]@{ value = $groupIds[$_]; display = $_ } })
        roles       = @()
        $enterprise = [ordered]@{ department = $person.Department }
        meta        = [ordered]@{
            resourceType = 'User'
            created      = Format-Time $person.Created $scimTime
            lastModified = Format-Time ($person.Deactivated ?? $person.LastLogin ?? $person.Created) $scimTime
        }
    }
}
$response = [ordered]@{
    schemas      = @('urn:ietf:params:scim:api:messages:2.0:ListResponse')
    totalResults = $resources.Count
    startIndex   = 1
    itemsPerPage = $resources.Count
    Resources    = $resources
}
$lines = (ConvertTo-Json -InputObject $response -Depth 5) -split '\r?\n'
Save-Text -Name 'scim-users.json' -Line $lines

# Bad, in this order: e-mail, profile, a user name used above, nothing to name the user by, date, too many cells. A row with too few cells is good.
$lines = @(
    'UserName,Email,FirstName,LastName,Profile,Department,Location,JobTitle,Group,LastLoginAt'
    "anna.trial,anna@trial.example.com,Anna,Trial,Viewers,Sales,Netherlands,Intern,,$(Format-Time ($lastDay - 57 * 86400 + 29700))"
    'bad.address,bad.address(at)trial.example.com,Bad,Address,Viewers,Sales,Netherlands,Intern,,'
    'zoë@trial.example.com,zoe@trial.example.com,Zoë,"Trial, Jr.",Editors,Brand,Germany,"Producer ""Owned Media""",Video Team,' + (Format-Time ($lastDay - 29 * 86400 + 36000))
    'bad.profile,bad.profile@trial.example.com,Bad,Profile,Wizards,Brand,Germany,Counsel,,'
    'ANNA.Trial,anna.second@trial.example.com,Anna,Second,Viewers,Legal,France,Counsel,,'
    ',,Bad,Nobody,Viewers,Legal,France,Counsel,,'
    'chris.trial,chris@trial.example.com,Chris,Trial,Viewers,Marketing,Poland,Copywriter,,'
    'bad.date,bad.date@trial.example.com,Bad,Date,Viewers,Marketing,Poland,Copywriter,,2026-02-30 25:00:00'
    'too.many,too.many@trial.example.com,Too,Many,Viewers,Sales,Greece,Editor,,2026-01-02 03:04:05,surplus,cells'
    "dana.trial,dana@trial.example.com,Dana,Trial,Editors,Sales,Greece,Editor; Photo,Social Media,$(Format-Time ($lastDay - 113 * 86400 + 43200))"
    'too.few,too.few@trial.example.com,Too'
    ',erin@trial.example.com,Erin,Trial,Viewers,Brand,Ireland,Intern,,'
)
Save-Text -Name 'bad-people.csv' -Line $lines
